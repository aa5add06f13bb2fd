package io.oncegate.web.console;

import java.net.URI;
import java.util.Map;

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

	Views(Templates templates, LinkRequests requests) {
		this.templates = templates;
		this.requests = requests;
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

	/** Full pages show the number of open requests; parts that htmx fetches do not. */
	private Mono<Visit> visit(ServerRequest request) {
		Visit visit = Visit.of(request.exchange());
		Owner owner = visit.owner();
		return (owner == null || WayBack.isByHtmx(request)) ? Mono.just(visit)
				: this.requests.countOpen(owner.id()).map(visit::withOpenRequests);
	}

	byte[] render(Visit visit, String template, Object page) {
		return this.templates.render("console/" + template + ".jte", Map.of("visit", visit, "page", page));
	}

	/** Redirects to another page after a change. */
	static Mono<ServerResponse> goTo(String address) {
		return ServerResponse.seeOther(URI.create(address)).build();
	}

}
