package io.oncegate.web.console;

import io.oncegate.web.Problem;
import io.oncegate.web.ProblemException;
import io.oncegate.web.RouteGroup;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.springframework.web.reactive.function.server.RequestPredicates.contentType;
import static org.springframework.web.reactive.function.server.RequestPredicates.methods;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

/** Every address of the console. */
@Component
class ConsoleRoutes implements RouteGroup {

	private final SignIn signIn;

	private final SignedIn signedIn;

	private final CalendarList calendars;

	private final CalendarPages calendar;

	private final LinkRoutes links;

	ConsoleRoutes(SignIn signIn, SignedIn signedIn, CalendarList calendars, CalendarPages calendar, LinkRoutes links) {
		this.signIn = signIn;
		this.signedIn = signedIn;
		this.calendars = calendars;
		this.calendar = calendar;
		this.links = links;
	}

	@Override
	public RouterFunction<ServerResponse> routes() {
		// No multipart form: whoever is not signed in shall not fill the disk.
		return route().route(read(WayBack.SIGN_IN), this.signIn::open)
			.POST(WayBack.SIGN_IN, contentType(MediaType.APPLICATION_FORM_URLENCODED), this.signIn::signIn)
			.add(forOwners())
			.build();
	}

	private RouterFunction<ServerResponse> forOwners() {
		String calendar = "/console/calendars/{id}";
		return route().POST("/console/sign-out", this.signIn::signOut)
			.route(read("/console"), this.calendars::open)
			.route(read("/console/calendars/new"), this.calendar::openNew)
			.POST("/console/calendars/new", this.calendar::add)
			.POST("/console/calendars/preview", this.calendar::preview)
			.route(read(calendar + "/edit"), this.calendar::open)
			.POST(calendar + "/edit", this.calendar::save)
			.POST(calendar + "/switch", this.calendar::turn)
			.route(read(calendar + "/remove"), this.calendar::confirmRemoval)
			.POST(calendar + "/remove", this.calendar::remove)
			.add(this.links.routes())
			.route(path("/console/**"), (request) -> Mono.error(ProblemException.of(Problem.NOT_FOUND)))
			.filter(this.signedIn)
			.build();
	}

	static RequestPredicate read(String pattern) {
		return methods(HttpMethod.GET, HttpMethod.HEAD).and(path(pattern));
	}

}
