package io.oncegate.web.owner;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Owner;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Uuids;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * The calendars of an owner, described as JSON like in the API. Mistakes are reported as
 * problems with the names of the fields.
 */
@Component
public class OwnedCalendars {

	/** The fields that a new calendar is assigned. */
	private static final List<String> GIVEN = List.of("id", "publicId", "createdAt");

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

	/** Finds an owner's calendar by its id as text, or fails with a problem. */
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

	/** Adds the described calendar. */
	public Mono<Calendar> add(Owner owner, JsonNode described) {
		return Mono.fromSupplier(() -> draft(owner, described))
			.flatMap((calendar) -> this.calendars.add(calendar).switchIfEmpty(slugTaken(calendar.slug())));
	}

	/** PostgreSQL stores microseconds. */
	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private static <T> Mono<T> slugTaken(String slug) {
		return Mono.error(() -> ProblemException.of(Problem.CONFLICT,
				"The slug '" + slug + "' belongs to another calendar. Choose another one."));
	}

	/** Changes the fields in the patch (JSON Merge Patch, RFC 7396). */
	public Mono<Calendar> change(Calendar known, JsonNode patch) {
		return this.calendars.change(known.owner().id(), known.id(), (before) -> merged(before, patch))
			.switchIfEmpty(this.calendars.findOwned(known.owner().id(), known.id())
				.flatMap((found) -> OwnedCalendars.<Calendar>slugTaken(patch.path("slug").asString("")))
				.switchIfEmpty(Mono.error(OwnedCalendars::unknown)));
	}

	/** Replaces a calendar's permanent link; the previous one stops working at once. */
	public Mono<Calendar> renewPermanentLink(Calendar calendar) {
		return this.calendars.change(calendar.owner().id(), calendar.id(), Calendar::withNewPublicId)
			.switchIfEmpty(Mono.error(OwnedCalendars::unknown));
	}

	/** Returns the calendar with the patch applied. */
	public Calendar merged(Calendar before, JsonNode patch) {
		ObjectNode merged = MergePatch.merge(describe(before), patch, this.json.valueToTree(CalendarView.of(before)));
		return this.body.convert(merged, CalendarBody.class)
			.toCalendar(before.id(), before.publicId(), before.owner(), before.createdAt());
	}

	/** Returns the described calendar, which is not stored. */
	public Calendar draft(Owner owner, JsonNode described) {
		return this.body.convert(withoutGiven(described), CalendarBody.class)
			.toCalendar(UUID.randomUUID(), UUID.randomUUID(), owner, now());
	}

	/** Allows the description of an existing calendar to be sent for a new one. */
	private static ObjectNode withoutGiven(JsonNode described) {
		return ((ObjectNode) described.deepCopy()).remove(GIVEN);
	}

	public ObjectNode describe(Calendar calendar) {
		return this.json.valueToTree(CalendarBody.of(calendar));
	}

	/** Removes an owner's calendar, or fails with a problem. */
	public Mono<Void> remove(Owner owner, UUID id) {
		return this.calendars.remove(owner.id(), id)
			.flatMap((removed) -> removed ? Mono.empty() : Mono.error(OwnedCalendars::unknown));
	}

}
