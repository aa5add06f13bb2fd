package io.oncegate.web;

import io.oncegate.web.console.LinkMaking;
import io.oncegate.web.console.LinkPages;
import io.oncegate.web.console.RequestPages;
import io.oncegate.web.console.SharePages;

import org.springframework.stereotype.Component;

import static io.oncegate.web.http.Kind.CHANGE;
import static io.oncegate.web.http.Kind.OPENING;

/** The addresses of the console's pages about links. */
@Component
class ConsoleLinkRoutes {

	private final SharePages sharing;

	private final LinkMaking making;

	private final LinkPages links;

	private final RequestPages requests;

	ConsoleLinkRoutes(SharePages sharing, LinkMaking making, LinkPages links, RequestPages requests) {
		this.sharing = sharing;
		this.making = making;
		this.links = links;
		this.requests = requests;
	}

	void addTo(Addresses.Group routes) {
		String calendar = ConsoleRoutes.CALENDAR;
		routes.read(OPENING, calendar + "/share", this.sharing::open)
			.post(CHANGE, calendar + "/share", this.making::make)
			.post(CHANGE, calendar + "/share/undo", this.making::undo)
			.post(CHANGE, calendar + "/share/links", this.sharing::turn)
			.read(OPENING, calendar + "/share/renew", this.sharing::confirmRenewal)
			.post(CHANGE, calendar + "/share/renew", this.sharing::renew)
			.read(OPENING, calendar + "/links", this.links::open)
			.post(CHANGE, calendar + "/links", this.links::revoke)
			.read(OPENING, calendar + "/requests", this.requests::openOfCalendar)
			.read(OPENING, "/console/requests", this.requests::open)
			.post(CHANGE, "/console/requests/{request}/grant", this.requests::grant)
			.post(CHANGE, "/console/requests/{request}/decline", this.requests::decline);
	}

}
