package io.oncegate.distribution;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the statements that a PostgreSQL that is distributed by owner could not answer on
 * one server: each use of a table has to be bound to an owner, and one of them to a given
 * one.
 */
public final class Statements {

	/** The same on each server. */
	static final Set<String> OF_ALL = Set.of("owner", "replaced_api_key", "calendar_slug", "flyway_schema_history");

	/** Each row is on the server of its owner. */
	static final Set<String> BY_OWNER = Set.of("calendar", "campaign", "one_time_link", "archived_link", "link_scan",
			"link_request", "booking", "lost_booking");

	/**
	 * What may ask all servers: reads of what is known by an id or a hash alone, which
	 * are cached, rare or made while Redis is down; and reads of work in the background,
	 * which is then done owner by owner.
	 */
	private static final List<Pattern> MAY_ASK_ALL = List.of(
			// A calendar by an address; while it is in use, it is read again by its
			// owner.
			"from calendar c join owner o on o.id = c.owner_id (join calendar_slug .*)?where [cs]\\.(id|slug|public_id) = ",
			"^select id from calendar where feed_id = ",
			// A link or a request by its token: Redis does not know it, or is down.
			" where (a\\.)?token_hash = \\$\\d+$", "^select \\* from link_request where token_hash = ",
			"^select exists \\(select from one_time_link where token_hash = \\$\\d+ and owner_id <> ",
			// A booking by the address of its confirmation, the id of its claim, or its
			// link.
			"^select \\* from booking where id = \\$\\d+$",
			"^select \\* from booking where link_id = \\$\\d+ and not gave_back$",
			// Openings of links that Redis does not know.
			"^update one_time_link set opened_at = now\\(\\) where opened_at is null and token_hash in",
			// The auditor, and what is told to Redis, deleted or counted in the
			// background.
			"^select coalesce\\(changed_at, created_at\\) as at, id, owner_id, link_id from booking",
			"^select id, owner_id, token_hash, booking_id, .* where id > coalesce",
			"^select token_hash, calendar_id, revoked_at, id from one_time_link",
			"^select id, owner_id, told, issued from campaign", "^select id, owner_id from booking where status = ",
			"^select id, owner_id from campaign where \\(issued",
			"^select id, owner_id, archived, issued from campaign",
			"^select id, owner_id, least\\(revoked_at, expires_at\\) as over_at from campaign",
			"^select count\\(\\*\\) from lost_booking where told_at is null$")
		.stream()
		.map(Pattern::compile)
		.toList();

	private static final Pattern USE = Pattern
		.compile("\\b(?:from|join|update|into|,)\\s+(" + String.join("|", BY_OWNER) + ")\\b(?!\\.)");

	private static final Pattern BOUND = Pattern.compile("\\bowner_id\\s*=|insert into \\w+ \\([^)]*\\bowner_id\\b");

	private static final Pattern GIVEN = Pattern.compile(
			"owner_id\\s*=\\s*(?:\\$\\d+|owner\\b|:owner\\b|'[0-9a-f-]{36}')|insert into \\w+ \\([^)]*\\bowner_id\\b");

	private Statements() {
	}

	/** Reads which statements the gateways have sent, and which their functions run. */
	public static Set<String> sent(Connection connection) throws SQLException {
		Set<String> statements = new TreeSet<>();
		try (Statement query = connection.createStatement();
				ResultSet row = query.executeQuery(
						"""
								select query from pg_stat_statements join pg_roles on pg_roles.oid = userid
								where rolname = current_user and query !~* '^(create|alter|comment|set|begin|commit)'
									and query !~ 'pg_catalog|pg_stat_statements|flyway_schema_history' and query not like '%/* the test asks */%'""")) {
			while (row.next()) {
				statements.add(plain(row.getString(1)));
			}
		}
		return statements;
	}

	/** Finds those that would ask all servers and may not. */
	public static List<String> thatAskAll(Collection<String> statements) {
		return statements.stream()
			.map(Statements::plain)
			.filter((sql) -> !isOfOneOwner(sql) && MAY_ASK_ALL.stream().noneMatch((known) -> known.matcher(sql).find()))
			.toList();
	}

	private static boolean isOfOneOwner(String sql) {
		long uses = count(USE, sql);
		return uses == 0 || GIVEN.matcher(sql).find() && count(BOUND, sql) >= uses;
	}

	private static long count(Pattern pattern, String sql) {
		Matcher matcher = pattern.matcher(sql);
		return matcher.results().count();
	}

	/** Without comments, on one line, in lower case. */
	static String plain(String sql) {
		return sql.replaceAll("--[^\n]*", " ").replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
	}

}
