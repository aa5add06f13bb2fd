package io.oncegate.scale;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a database holds for gateways, as a connection sees it.
 *
 * @param rows of each table, as texts, in the same order for the same rows
 * @param definitions of the tables, with who owns them, and of indexes, constraints and
 * functions
 * @param links the status of each, by its id
 */
record Contents(Map<String, List<String>> rows, List<String> definitions, Map<String, String> links) {

	private static final String TABLES = "select tablename from pg_tables where schemaname = 'public'";

	private static final String DEFINITIONS = """
			select concat_ws(' ', tablename, tableowner) from pg_tables where schemaname = 'public'
			union all select concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
			from information_schema.columns where table_schema = 'public'
			union all select indexdef from pg_indexes where schemaname = 'public'
			union all select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
			from pg_constraint where connamespace = 'public'::regnamespace
			union all select concat_ws(' ', oid::regprocedure, provolatile, proconfig, prosrc)
			from pg_proc where pronamespace = 'public'::regnamespace""";

	private static final String LINKS = """
			select id || ' ' || case
				when exists (select from booking where link_id = l.id and not gave_back) then 'redeemed'
				when revoked_at is not null then 'revoked' else 'active' end from one_time_link l""";

	static Contents of(Connection connection) throws SQLException {
		Map<String, List<String>> rows = new TreeMap<>();
		for (String table : texts(connection, TABLES)) {
			rows.put(table, texts(connection, "select t::text from " + table + " t"));
		}
		Map<String, String> links = new TreeMap<>();
		for (String link : texts(connection, LINKS)) {
			String[] parts = link.split(" ");
			links.put(parts[0], parts[1]);
		}
		return new Contents(rows, texts(connection, DEFINITIONS), links);
	}

	/** The texts that a query finds, in their natural order. */
	static List<String> texts(Connection connection, String query) throws SQLException {
		List<String> texts = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(query)) {
			while (found.next()) {
				texts.add(found.getString(1));
			}
		}
		texts.sort(null);
		return texts;
	}

}
