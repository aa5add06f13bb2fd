package io.oncegate.web;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Owner;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The owner's calendars, as JSON. */
@Component
class CalendarApi {

	private final Calendars calendars;

	private final PublicUrl publicUrl;

	private final Body body;

	private final JsonMapper json;

	private final Clock clock;

	CalendarApi(Calendars calendars, PublicUrl publicUrl, Body body, JsonMapper json, Clock clock) {
		this.calendars = calendars;
		this.publicUrl = publicUrl;
		this.body = body;
		this.json = json;
		this.clock = clock;
	}

	/** The owner's calendar that a request names. */
	Mono<Calendar> named(ServerRequest request) {
		return this.calendars.findOwned(Authentication.owner(request).id(), id(request))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND, "You have no such calendar.")));
	}

	/** The id in a request's path. */
	static UUID id(ServerRequest request) {
		try {
			return UUID.fromString(request.pathVariable("id"));
		}
		catch (IllegalArgumentException ex) {
			throw ProblemException.of(Problem.NOT_FOUND);
		}
	}

	Mono<ServerResponse> create(ServerRequest request) {
		Owner owner = Authentication.owner(request);
		return this.body.read(request, CalendarBody.class)
			.map((calendar) -> calendar.toCalendar(UUID.randomUUID(), owner, now()))
			.flatMap((calendar) -> this.calendars.add(calendar).switchIfEmpty(slugTaken(calendar.slug())))
			.flatMap((calendar) -> ServerResponse
				.created(URI.create(this.publicUrl.of("/api/v1/calendars/" + calendar.id())))
				.bodyValue(CalendarView.of(calendar)));
	}

	/** PostgreSQL keeps microseconds. */
	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private static Mono<Calendar> slugTaken(String slug) {
		return Mono.error(() -> ProblemException.of(Problem.CONFLICT,
				"The slug '" + slug + "' belongs to another calendar. Choose another one."));
	}

	Mono<ServerResponse> list(ServerRequest request) {
		int limit = Paging.limit(request);
		UUID after = Paging.after(request, (createdAt, id) -> id);
		return this.calendars.list(Authentication.owner(request).id(), after, limit + 1)
			.collectList()
			.map((items) -> Paging.page(items, limit, CalendarView::of,
					(last) -> Paging.cursor(last.createdAt(), last.id())))
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	Mono<ServerResponse> get(ServerRequest request) {
		return named(request).map(CalendarView::of).flatMap(ServerResponse.ok()::bodyValue);
	}

	/** Changes what the body names (JSON Merge Patch, RFC 7396). */
	Mono<ServerResponse> change(ServerRequest request) {
		Owner owner = Authentication.owner(request);
		return Mono.zip(named(request), this.body.readTree(request))
			.flatMap((found) -> this.calendars
				.change(owner.id(), found.getT1().id(), (before) -> merge(before, found.getT2()))
				.switchIfEmpty(slugTaken(found.getT2().path("slug").asString(""))))
			.map(CalendarView::of)
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	private Calendar merge(Calendar before, JsonNode patch) {
		if (!patch.isObject()) {
			throw ProblemException.malformed("The body must be a JSON object.");
		}
		ObjectNode merged = merge(this.json.valueToTree(CalendarBody.of(before)), (ObjectNode) patch);
		return this.body.convert(merged, CalendarBody.class)
			.toCalendar(before.id(), before.owner(), before.createdAt());
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

	Mono<ServerResponse> remove(ServerRequest request) {
		return this.calendars.remove(Authentication.owner(request).id(), id(request))
			.flatMap((removed) -> removed ? ServerResponse.noContent().build()
					: Mono.error(ProblemException.of(Problem.NOT_FOUND, "You have no such calendar.")));
	}

	Mono<ServerResponse> share(ServerRequest request) {
		return named(request)
			.map((calendar) -> new ShareView(this.publicUrl.schedulingLink(calendar.slug()),
					this.publicUrl.permanentLink(calendar.id()), "<script src=\"" + this.publicUrl.of("/embed.js")
							+ "\" data-calendar=\"" + calendar.slug() + "\" async></script>"))
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	record CalendarView(UUID id, @JsonUnwrapped CalendarBody calendar, Instant createdAt) {

		static CalendarView of(Calendar calendar) {
			return new CalendarView(calendar.id(), CalendarBody.of(calendar), calendar.createdAt());
		}

	}

	record ShareView(String schedulingLink, String permanentLink, String embedCode) {

	}

}
