package io.oncegate.embedded;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The API key that was generated for the first owner, in the file {@code api-key} of the
 * data directory, as long as it is their key; only with the built-in PostgreSQL.
 */
public final class KeptKey {

	private static final String FILE = "api-key";

	private final DataDirectory data;

	KeptKey(DataDirectory data) {
		this.data = data;
	}

	/** Reads the key, or generates and stores one. */
	public String readOr(Supplier<String> fresh) {
		return this.data.secret(FILE, fresh);
	}

	/** Reads the key, if there is one. */
	public Optional<String> read() {
		return this.data.kept(FILE);
	}

	/** Deletes the key if it matches. */
	public void forgetIf(Predicate<String> kind) {
		if (read().filter(kind).isPresent()) {
			this.data.forget(FILE);
		}
	}

}
