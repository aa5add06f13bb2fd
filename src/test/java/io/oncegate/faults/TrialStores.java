package io.oncegate.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** The stores of a trial, asked beside the gateways. */
public interface TrialStores {

	/** Reads hashes from Redis; what does not exist is empty. */
	Map<String, Map<String, String>> redisHashes(Collection<String> keys);

	/** Connects to PostgreSQL. */
	Connection postgres() throws SQLException;

}
