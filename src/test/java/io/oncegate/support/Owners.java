package io.oncegate.support;

import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.ApiKey;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Contact;
import io.oncegate.calendar.Hours;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Schedule;
import io.oncegate.calendar.Terms;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.link.TokenHash;

import org.springframework.r2dbc.core.DatabaseClient;

/** Does for tests what an owner does: makes calendars and links. */
public class Owners {

	/** The API key of another owner than that of {@link GatewayTest#API_KEY}. */
	public static final String OTHER_KEY = "test-key-of-another-owner";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String ADD = """
			insert into owner (id, name, api_key_hash) values (gen_random_uuid(), 'Another owner', :key)
			on conflict (api_key_hash) do nothing""";

	private final io.oncegate.calendar.Owners owners;

	private final Calendars calendars;

	private final OneTimeLinks links;

	private final DatabaseClient database;

	Owners(io.oncegate.calendar.Owners owners, Calendars calendars, OneTimeLinks links, DatabaseClient database) {
		this.database = database;
		this.owners = owners;
		this.calendars = calendars;
		this.links = links;
	}

	/** The owner of the API key. */
	public Owner owner() {
		return owner(TokenHash.of(GatewayTest.API_KEY));
	}

	/** The owner of the other API key. */
	public Owner other() {
		TokenHash key = TokenHash.of(OTHER_KEY);
		this.database.sql(ADD).bind("key", ByteBuffer.wrap(key.bytes())).then().block(PATIENCE);
		return owner(key);
	}

	/**
	 * Adds an owner whom no other test knows.
	 * @return their API key
	 */
	public String add(String name) {
		String key = ApiKey.fresh();
		this.database.sql("insert into owner (id, name, api_key_hash) values (gen_random_uuid(), :name, :key)")
			.bind("name", name)
			.bind("key", ByteBuffer.wrap(TokenHash.of(key).bytes()))
			.then()
			.block(PATIENCE);
		return key;
	}

	/** The owner of an API key. */
	public Owner owner(String key) {
		return owner(TokenHash.of(key));
	}

	private Owner owner(TokenHash key) {
		return this.owners.findByApiKey(key).blockOptional(PATIENCE).orElseThrow();
	}

	/** A new calendar in UTC, open all day, every day, without a buffer. */
	public Calendar calendar(int minutes, int seats) {
		return calendar(ZoneOffset.UTC, minutes, seats);
	}

	/** A new calendar, open all day, every day, without a buffer. */
	public Calendar calendar(ZoneId zone, int minutes, int seats) {
		return calendar(owner(), zone, minutes, seats);
	}

	/** A new calendar of an owner's, open all day, every day, without a buffer. */
	public Calendar calendar(Owner owner, ZoneId zone, int minutes, int seats) {
		Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
		for (DayOfWeek day : DayOfWeek.values()) {
			week.put(day, List.of(new Hours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)));
		}
		Schedule schedule = new Schedule(zone, Duration.ofMinutes(minutes), Duration.ZERO, week, Map.of());
		UUID id = UUID.randomUUID();
		Calendar calendar = new Calendar(id, UUID.randomUUID(), owner, "calendar-" + id, "Test calendar", schedule,
				seats, Duration.ZERO, 60,
				new Contact("Grace Hopper", "grace@example.com", "+1 555 0100", "https://example.com/help"),
				Terms.USUAL.with(OpenLinks.BOTH), 1, Instant.now().truncatedTo(ChronoUnit.MICROS), false);
		return this.calendars.add(calendar).blockOptional(PATIENCE).orElseThrow();
	}

	/** A calendar with other terms. */
	public Calendar with(Calendar calendar, Terms terms) {
		return change(calendar, calendar.schedule(), terms);
	}

	/** A calendar with another schedule. */
	public Calendar with(Calendar calendar, Schedule schedule) {
		return change(calendar, schedule, calendar.terms());
	}

	private Calendar change(Calendar calendar, Schedule schedule, Terms terms) {
		return this.calendars
			.change(calendar.owner().id(), calendar.id(),
					(now) -> new Calendar(now.id(), now.publicId(), now.owner(), now.slug(), now.name(), schedule,
							now.seatsPerSlot(), now.minimumNotice(), now.horizonDays(), now.contact(), terms,
							now.version(), now.createdAt(), now.deleted()))
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	/**
	 * A calendar that is closed today, so that its page begins with as many times in the
	 * evening as in the morning.
	 */
	public Calendar fromTomorrow(Calendar calendar) {
		Schedule now = calendar.schedule();
		return with(calendar, new Schedule(now.zone(), now.duration(), now.buffer(), now.weeklyHours(),
				Map.of(LocalDate.now(now.zone()), List.of())));
	}

	/** A new link of a calendar. */
	public IssuedLink link(Calendar calendar) {
		return this.links.issue(calendar.owner().id(), calendar.id(), null, null, null)
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	/** The n-th time of the day after tomorrow, in UTC. */
	public static Instant time(Calendar calendar, int n) {
		return LocalDate.now(ZoneOffset.UTC)
			.plusDays(2)
			.atStartOfDay(ZoneOffset.UTC)
			.toInstant()
			.plus(calendar.schedule().duration().multipliedBy(n));
	}

}
