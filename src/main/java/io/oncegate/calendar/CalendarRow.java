package io.oncegate.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Reads a row of the table {@code calendar}, with its owner, and writes one. */
class CalendarRow {

	private static final TypeReference<Map<DayOfWeek, List<Hours>>> WEEK = new TypeReference<>() {
	};

	private static final TypeReference<Map<LocalDate, List<Hours>>> DATES = new TypeReference<>() {
	};

	private final JsonMapper json;

	CalendarRow(JsonMapper json) {
		this.json = json;
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	Calendar read(Readable row) {
		Schedule schedule = new Schedule(ZoneId.of(row.get("time_zone", String.class)),
				Duration.ofMinutes(row.get("duration_minutes", Integer.class)),
				Duration.ofMinutes(row.get("buffer_minutes", Integer.class)),
				minutes(row.get("start_every_minutes", Integer.class)),
				this.json.readValue(row.get("weekly_hours", String.class), WEEK),
				this.json.readValue(row.get("date_overrides", String.class), DATES));
		return new Calendar(row.get("id", UUID.class), row.get("public_id", UUID.class),
				new Owner(row.get("owner_id", UUID.class), row.get("owner_name", String.class),
						this.json.readValue(row.get("owner_contact", String.class), Contact.class)),
				row.get("slug", String.class), row.get("name", String.class), schedule,
				row.get("seats_per_slot", Integer.class),
				Duration.ofMinutes(row.get("minimum_notice_minutes", Integer.class)),
				row.get("horizon_days", Integer.class),
				this.json.readValue(row.get("contact", String.class), Contact.class), terms(row),
				row.get("schedule_version", Integer.class), row.get("created_at", Instant.class),
				row.get("deleted_at", Instant.class) != null);
	}

	private static @Nullable Duration minutes(@Nullable Integer minutes) {
		return (minutes != null) ? Duration.ofMinutes(minutes) : null;
	}

	private static @Nullable Integer minutes(@Nullable Duration duration) {
		return (duration != null) ? (int) duration.toMinutes() : null;
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Terms terms(Readable row) {
		return new Terms(row.get("location", String.class), row.get("open", Boolean.class),
				row.get("keeps_links", Boolean.class), List.of(row.get("embed_origins", String[].class)),
				new OpenLinks(row.get("scheduling_open", Boolean.class), row.get("permanent_open", Boolean.class)));
	}

	/** Binds the columns of a calendar, but for those that never change. */
	GenericExecuteSpec bind(GenericExecuteSpec sql, Calendar calendar) {
		Schedule schedule = calendar.schedule();
		return sql.bind("id", calendar.id())
			.bind("owner", calendar.owner().id())
			.bind("publicId", calendar.publicId())
			.bind("slug", calendar.slug())
			.bind("name", calendar.name())
			.bind("zone", schedule.zone().getId())
			.bind("duration", (int) schedule.duration().toMinutes())
			.bind("buffer", (int) schedule.buffer().toMinutes())
			.bind("startEvery", Parameters.in(PostgresqlObjectId.INT4, minutes(schedule.startEvery())))
			.bind("seats", calendar.seatsPerSlot())
			.bind("notice", (int) calendar.minimumNotice().toMinutes())
			.bind("horizon", calendar.horizonDays())
			.bind("weekly", Json.of(this.json.writeValueAsBytes(schedule.weeklyHours())))
			.bind("dates", Json.of(this.json.writeValueAsBytes(schedule.dateOverrides())))
			.bind("contact", Json.of(this.json.writeValueAsBytes(calendar.contact())))
			.bind("location", Parameters.in(PostgresqlObjectId.VARCHAR, calendar.terms().location()))
			.bind("open", calendar.terms().open())
			.bind("keepsLinks", calendar.terms().keepsLinks())
			.bind("embedOrigins", calendar.terms().embedOrigins().toArray(String[]::new))
			.bind("scheduling", calendar.terms().openLinks().scheduling())
			.bind("permanent", calendar.terms().openLinks().permanent());
	}

}
