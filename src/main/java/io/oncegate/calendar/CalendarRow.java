package io.oncegate.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads a row of the table {@code calendar}, with its owner. */
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

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Terms terms(Readable row) {
		return new Terms(row.get("location", String.class), row.get("open", Boolean.class),
				row.get("keeps_links", Boolean.class), List.of(row.get("embed_origins", String[].class)),
				new OpenLinks(row.get("scheduling_open", Boolean.class), row.get("permanent_open", Boolean.class)));
	}

}
