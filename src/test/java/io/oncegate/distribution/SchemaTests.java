package io.oncegate.distribution;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.oncegate.support.GatewayTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schema could be distributed by owner: keys hold the owner, functions take no rows,
 * and locks are held on the server of the owner.
 */
@GatewayTest
class SchemaTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String LISTED = "'" + String.join("', '", Statements.BY_OWNER) + "'";

	@Autowired
	private DatabaseClient database;

	@Test
	void everyTableIsKnown() {
		Set<String> known = new HashSet<>(Statements.BY_OWNER);
		known.addAll(Statements.OF_ALL);
		assertThat(find("""
				select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"""))
			.containsExactlyInAnyOrderElementsOf(known);
	}

	@Test
	void everyRowHasItsOwner() {
		assertThat(find("""
				select relname from pg_class join pg_attribute on attrelid = pg_class.oid
				where relname in (%s) and attname = 'owner_id' and attnotnull and atttypid = 'uuid'::regtype"""
			.formatted(LISTED))).containsExactlyInAnyOrderElementsOf(Statements.BY_OWNER);
	}

	@Test
	void everyUniqueKeyHoldsTheOwner() {
		String unique = """
				from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
				where i.indisunique and t.relname in (%s)""".formatted(LISTED);
		assertThat(find("select x.relname " + unique)).hasSizeGreaterThan(10);
		assertThat(find("select x.relname " + unique + """
				and not exists (select from pg_attribute
					where attrelid = t.oid and attname = 'owner_id' and attnum = any(i.indkey))""")).isEmpty();
	}

	/**
	 * A row of all owners cannot refer to one of an owner, and one of an owner only to
	 * its own.
	 */
	@Test
	void everyForeignKeyHoldsTheOwner() {
		assertThat(find("""
				select conname from pg_constraint c join pg_class target on target.oid = c.confrelid
				where contype = 'f' and target.relname in (%s) and not exists (
					select from unnest(c.conkey, c.confkey) as pair (here, there)
					join pg_attribute h on h.attrelid = c.conrelid and h.attnum = pair.here
					join pg_attribute t on t.attrelid = c.confrelid and t.attnum = pair.there
					where h.attname = 'owner_id' and t.attname = 'owner_id')""".formatted(LISTED))).isEmpty();
	}

	@Test
	void noFunctionTakesOrReturnsRowsOfTables() {
		assertThat(
				find("""
						select proname from pg_proc p
						where pronamespace = 'public'::regnamespace and exists (
							select from pg_type where typrelid <> 0
								and pg_type.oid = any(array_append(coalesce(proallargtypes, proargtypes::oid[]), prorettype)))"""))
			.isEmpty();
	}

	@Test
	void everyFunctionThatUsesATableIsOfAnOwner() {
		List<String> of = find("""
				select proname from pg_proc
				where pronamespace = 'public'::regnamespace and proargnames[1] = 'owner'""");
		assertThat(of).contains("commit_bookings", "cancel_booking", "reschedule_booking", "grant_link");
		assertThat(find("""
				select proname from pg_proc p
				where pronamespace = 'public'::regnamespace and pg_get_functiondef(p.oid) ~ '%s|advisory'"""
			.formatted("\\m(from|join|update|into) (" + String.join("|", Statements.BY_OWNER) + ")\\M")))
			.isSubsetOf(of);
	}

	private List<String> find(String sql) {
		return this.database.sql(sql).mapValue(String.class).all().collectList().blockOptional(PATIENCE).orElseThrow();
	}

}
