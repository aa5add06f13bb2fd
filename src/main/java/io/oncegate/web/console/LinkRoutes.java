package io.oncegate.web.console;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

/** The addresses of what an owner does with links. */
@Component
class LinkRoutes {

	private final SharePages sharing;

	private final LinkPages links;

	private final RequestPages requests;

	LinkRoutes(SharePages sharing, LinkPages links, RequestPages requests) {
		this.sharing = sharing;
		this.links = links;
		this.requests = requests;
	}

	RouterFunction<ServerResponse> routes() {
		String calendar = "/console/calendars/{id}";
		return route().route(ConsoleRoutes.read(calendar + "/share"), this.sharing::open)
			.POST(calendar + "/share", this.sharing::generate)
			.POST(calendar + "/share/links", this.sharing::turn)
			.route(ConsoleRoutes.read(calendar + "/share/renew"), this.sharing::confirmRenewal)
			.POST(calendar + "/share/renew", this.sharing::renew)
			.route(ConsoleRoutes.read(calendar + "/links"), this.links::open)
			.POST(calendar + "/links", this.links::withdraw)
			.route(ConsoleRoutes.read(calendar + "/requests"), this.requests::openOfCalendar)
			.route(ConsoleRoutes.read("/console/requests"), this.requests::open)
			.POST("/console/requests/{request}/grant", this.requests::grant)
			.POST("/console/requests/{request}/decline", this.requests::decline)
			.build();
	}

}
