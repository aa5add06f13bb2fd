package io.oncegate.campaign;

import java.time.Duration;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Campaigns that have been over for long are archived by themselves. */
@GatewayTest
class RetentionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Autowired
	private Owners owners;

	@Autowired
	private Archive archive;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	@BeforeEach
	void makeACalendar() {
		this.calendar = this.owners.calendar(30, 1);
	}

	@Test
	void campaignIsArchivedSomeDaysAfterItWasRevokedOrHasExpired() {
		UUID revoked = campaign("now() - interval '31 days'", "null");
		UUID expired = campaign("null", "now() - interval '31 days'");
		UUID revokedFirst = campaign("now() - interval '31 days'", "now() + interval '1 day'");
		UUID recent = campaign("now() - interval '29 days'", "now() - interval '1 day'");
		UUID running = campaign("null", "now() + interval '1 day'");
		UUID endless = campaign("null", "null");
		archiveAll();
		assertThat(isArchived(revoked)).isTrue();
		assertThat(isArchived(expired)).isTrue();
		assertThat(isArchived(revokedFirst)).isTrue();
		assertThat(isArchived(recent)).isFalse();
		assertThat(isArchived(running)).isFalse();
		assertThat(isArchived(endless)).isFalse();
	}

	@Test
	void manyThatCannotBeArchivedKeepNoneFromIt() {
		for (int n = 0; n <= Retention.PAGE; n++) {
			UUID stuck = campaign("null", "now() - interval '90 days'");
			this.database.sql("update campaign set upload_until = now() + interval '1 hour' where id = :id")
				.bind("id", stuck)
				.then()
				.block(PATIENCE);
		}
		UUID last = campaign("null", "now() - interval '31 days'");
		archiveAll();
		assertThat(isArchived(last)).isTrue();
		this.database.sql("update campaign set expires_at = null where calendar_id = :calendar")
			.bind("calendar", this.calendar.id())
			.then()
			.block(PATIENCE);
	}

	private void archiveAll() {
		Retention retention = new Retention(this.archive, "30");
		while (retention.archiveNext().blockOptional(PATIENCE).orElseThrow() == Retention.PAGE) {
			// There are more.
		}
	}

	private UUID campaign(String revokedAt, String expiresAt) {
		UUID id = UUID.randomUUID();
		this.database
			.sql("""
					insert into campaign (id, owner_id, calendar_id, name, issued, revoked_at, expires_at, told)
					values ('%s', '%s', '%s', 'Spring', 0, %s, %s, 1)""".formatted(id, this.calendar.owner().id(),
					this.calendar.id(), revokedAt, expiresAt))
			.then()
			.block(PATIENCE);
		return id;
	}

	private boolean isArchived(UUID id) {
		return this.database.sql("select archived_at is not null from campaign where id = :id")
			.bind("id", id)
			.mapValue(Boolean.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
