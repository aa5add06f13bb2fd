package io.oncegate.web.owner;

import java.net.URI;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Paging;
import io.oncegate.web.http.PublicUrl;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The owner's calendars, as JSON. */
@Component
public class CalendarApi {

	private final OwnedCalendars owned;

	private final Calendars calendars;

	private final PublicUrl publicUrl;

	private final Body body;

	CalendarApi(OwnedCalendars owned, Calendars calendars, PublicUrl publicUrl, Body body) {
		this.owned = owned;
		this.calendars = calendars;
		this.publicUrl = publicUrl;
		this.body = body;
	}

	/** Finds the owner's calendar that a request names, or fails with a problem. */
	public Mono<Calendar> named(ServerRequest request) {
		return this.owned.named(Authentication.owner(request), request.pathVariable("id"));
	}

	/** The id in the path of a request. */
	public static UUID id(ServerRequest request) {
		return OwnedCalendars.id(request.pathVariable("id"));
	}

	public Mono<ServerResponse> create(ServerRequest request) {
		return this.body.readTree(request)
			.flatMap((calendar) -> this.owned.add(Authentication.owner(request), calendar))
			.flatMap((calendar) -> ServerResponse
				.created(URI.create(this.publicUrl.of("/api/v1/calendars/" + calendar.id())))
				.bodyValue(CalendarView.of(calendar)));
	}

	public Mono<ServerResponse> list(ServerRequest request) {
		int limit = Paging.limit(request);
		Cursors cursors = Cursors.of(request, Authentication.owner(request));
		UUID after = cursors.after((createdAt, id) -> id);
		return this.calendars.list(Authentication.owner(request).id(), after, limit + 1)
			.collectList()
			.map((items) -> Paging.page(items, limit, CalendarView::of,
					(last) -> cursors.at(last.createdAt(), last.id())))
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	public Mono<ServerResponse> get(ServerRequest request) {
		return named(request).map(CalendarView::of).flatMap(ServerResponse.ok()::bodyValue);
	}

	/** Changes the fields in the body (JSON Merge Patch, RFC 7396). */
	public Mono<ServerResponse> change(ServerRequest request) {
		return Mono.zip(named(request), this.body.readTree(request))
			.flatMap((found) -> this.owned.change(found.getT1(), found.getT2()))
			.map(CalendarView::of)
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	public Mono<ServerResponse> remove(ServerRequest request) {
		return this.owned.remove(Authentication.owner(request), id(request)).then(ServerResponse.noContent().build());
	}

	public Mono<ServerResponse> share(ServerRequest request) {
		return shared(named(request));
	}

	/** Replaces the permanent link; the previous one stops working at once. */
	public Mono<ServerResponse> renewPermanentLink(ServerRequest request) {
		return shared(named(request).flatMap(this.owned::renewPermanentLink));
	}

	private Mono<ServerResponse> shared(Mono<Calendar> calendar) {
		return calendar
			.map((shared) -> new ShareView(this.publicUrl.schedulingLink(shared.slug()),
					this.publicUrl.permanentLink(shared), this.publicUrl.embedCode(shared), shared.terms().openLinks()))
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	/**
	 * How a calendar is shared.
	 *
	 * @param openLinks which links are on; those that are off answer 404
	 */
	record ShareView(String schedulingLink, String permanentLink, String embedCode, OpenLinks openLinks) {

	}

}
