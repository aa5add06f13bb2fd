package io.oncegate.web.console;

import java.net.URI;
import java.util.Map;

import io.oncegate.booking.LostBookings;
import io.oncegate.calendar.Owner;
import io.oncegate.campaign.LinkRequests;
import io.oncegate.web.http.MediaTypes;
import io.oncegate.web.page.Templates;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Answers with pages of the console. Each template in {@code src/main/jte/console} has
 * the parameters {@code visit} and {@code page}.
 */
@Component
class Views {

	private final Templates templates;

	private final LinkRequests requests;

	private final LostBookings lost;

	Views(Templates templates, LinkRequests requests, LostBookings lost) {
		this.templates = templates;
		this.requests = requests;
		this.lost = lost;
	}

	/**
	 * Shows a page, or a part of one for htmx.
	 * @param template the name of the template, like {@code calendars}
	 */
	Mono<ServerResponse> show(ServerRequest request, String template, Object page) {
		return show(request, HttpStatus.OK, template, page);
	}

	Mono<ServerResponse> show(ServerRequest request, HttpStatus status, String template, Object page) {
		return visit(request).flatMap((visit) -> ServerResponse.status(status)
			.contentType(MediaTypes.HTML)
			.bodyValue(render(visit, template, page)));
	}

	/** Full pages show what waits for the owner; parts that htmx fetches do not. */
	private Mono<Visit> visit(ServerRequest request) {
		Visit visit = Visit.of(request.exchange());
		Owner owner = visit.owner();
		return (owner == null || WayBack.isByHtmx(request)) ? Mono.just(visit)
				: Mono.zip(this.requests.countOpen(owner.id()), this.lost.count(owner.id()), visit::with);
	}

	byte[] render(Visit visit, String template, Object page) {
		return this.templates.render("console/" + template + ".jte", Map.of("visit", visit, "page", page));
	}

	/** Redirects to another page after a change. */
	static Mono<ServerResponse> goTo(String address) {
		return ServerResponse.seeOther(URI.create(address)).build();
	}

}
