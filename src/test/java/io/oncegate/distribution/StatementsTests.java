package io.oncegate.distribution;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of statements is right. */
class StatementsTests {

	@ParameterizedTest
	@ValueSource(strings = { "select * from booking where calendar_id = $1",
			"select l.* from one_time_link l join calendar c on c.id = l.calendar_id where l.owner_id = $1",
			"select l.* from one_time_link l join calendar c on c.owner_id = l.owner_id and c.id = l.calendar_id",
			"delete from booking where id in (select id from booking where owner_id = $1)",
			"insert into booking (id, calendar_id) values ($1, $2)",
			"select id, owner_id, told from campaign k join calendar c on c.id = k.calendar_id where k.owner_id = $1",
			"update campaign set told = 1 where id = $1 -- owner_id = $1",
			"select 1 from one_time_link where owner_id = $1 and not exists (select from booking where link_id = $2)" })
	void whatDoesNotNameTheOwnerIsFound(String sql) {
		assertThat(Statements.thatAskAll(List.of(sql))).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select * from booking where owner_id = $1 and calendar_id = $2", "select 1",
			"select * from commit_bookings($1, $2)", "select name from owner where api_key_hash = $1",
			"select l.* from one_time_link l join calendar c on c.owner_id = l.owner_id and c.id = l.calendar_id"
					+ " where l.owner_id = $1",
			"insert into booking (id, owner_id) values ($1, $2)",
			"select * from one_time_link where owner_id = owner and token_hash = dead" })
	void whatNamesTheOwnerIsNot(String sql) {
		assertThat(Statements.thatAskAll(List.of(sql))).isEmpty();
	}

	@Test
	void whatIsKnownByItsIdAloneMayAskAll() {
		assertThat(Statements.thatAskAll(List.of("select *\n from booking where id = $1"))).isEmpty();
	}

}
