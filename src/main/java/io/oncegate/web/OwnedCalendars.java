package io.oncegate.web;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Owner;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * The calendars of an owner, described by JSON as in the API; mistakes are problems that
 * name their fields.
 */
@Component
public class OwnedCalendars {

	private final Calendars calendars;

	private final Body body;

	private final JsonMapper json;

	private final Clock clock;

	OwnedCalendars(Calendars calendars, Body body, JsonMapper json, Clock clock) {
		this.calendars = calendars;
		this.body = body;
		this.json = json;
		this.clock = clock;
	}

	/** Finds a calendar of the owner's by its id as text, or fails with a problem. */
	public Mono<Calendar> named(Owner owner, String id) {
		return Mono.justOrEmpty(Uuids.read(id))
			.flatMap((named) -> this.calendars.findOwned(owner.id(), named))
			.switchIfEmpty(Mono.error(OwnedCalendars::unknown));
	}

	static UUID id(String text) {
		return Uuids.read(text).orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND));
	}

	private static ProblemException unknown() {
		return ProblemException.of(Problem.NOT_FOUND, "You have no such calendar.");
	}

	/** Adds the calendar described. */
	public Mono<Calendar> add(Owner owner, JsonNode described) {
		return Mono.fromSupplier(() -> this.body.convert(described, CalendarBody.class))
			.flatMap((calendar) -> add(owner, calendar));
	}

	Mono<Calendar> add(Owner owner, CalendarBody described) {
		return Mono.fromSupplier(() -> described.toCalendar(UUID.randomUUID(), owner, now()))
			.flatMap((calendar) -> this.calendars.add(calendar).switchIfEmpty(slugTaken(calendar.slug())));
	}

	/** PostgreSQL keeps microseconds. */
	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private static Mono<Calendar> slugTaken(String slug) {
		return Mono.error(() -> ProblemException.of(Problem.CONFLICT,
				"The slug '" + slug + "' belongs to another calendar. Choose another one."));
	}

	/** Changes what the patch names (JSON Merge Patch, RFC 7396). */
	public Mono<Calendar> change(Calendar known, JsonNode patch) {
		return this.calendars.change(known.owner().id(), known.id(), (before) -> merged(before, patch))
			.switchIfEmpty(slugTaken(patch.path("slug").asString("")));
	}

	/** The calendar as the patch would make it. */
	public Calendar merged(Calendar before, JsonNode patch) {
		return this.body.convert(merge(describe(before), patch), CalendarBody.class)
			.toCalendar(before.id(), before.owner(), before.createdAt());
	}

	/** What is described as the patch would make it, or a problem if it is none. */
	static ObjectNode merge(ObjectNode target, JsonNode patch) {
		if (!patch.isObject()) {
			throw ProblemException.malformed("The body must be a JSON object.");
		}
		return merge(target, (ObjectNode) patch);
	}

	private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
		patch.forEachEntry((name, value) -> {
			if (value.isNull()) {
				target.remove(name);
			}
			else if (value instanceof ObjectNode object && target.get(name) instanceof ObjectNode existing) {
				merge(existing, object);
			}
			else {
				target.set(name, value);
			}
		});
		return target;
	}

	/** The calendar described, which is not stored. */
	public Calendar draft(Owner owner, JsonNode described) {
		return this.body.convert(described, CalendarBody.class).toCalendar(UUID.randomUUID(), owner, now());
	}

	/** Describes a calendar. */
	public ObjectNode describe(Calendar calendar) {
		return this.json.valueToTree(CalendarBody.of(calendar));
	}

	/** Removes a calendar of the owner's, or fails with a problem. */
	public Mono<Void> remove(Owner owner, UUID id) {
		return this.calendars.remove(owner.id(), id)
			.flatMap((removed) -> removed ? Mono.empty() : Mono.error(OwnedCalendars::unknown));
	}

}
