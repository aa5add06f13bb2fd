package io.oncegate.web;

import io.oncegate.web.http.Audience;
import io.oncegate.web.openapi.ApiDocs;
import io.oncegate.web.page.Assets;
import io.oncegate.web.page.Explanations;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.oncegate.web.http.Kind.OPENING;

/** All addresses of the gateway, in the order in which they are matched. */
@Configuration(proxyBeanMethods = false)
class Routes {

	/** Each pattern that is tried takes time, so the invitees' addresses come first. */
	@Bean
	Addresses addresses(InviteeRoutes invitees, OwnerRoutes owners, ConsoleRoutes console, Explanations explanations,
			Assets assets, ApiDocs docs) {
		Addresses addresses = new Addresses();
		invitees.addTo(addresses);
		addresses.group(Audience.PEOPLE)
			.read(OPENING, "/problems/{name}", explanations::problem)
			.read(OPENING, "/assets/{name}", assets::get)
			.read(OPENING, "/embed.js", (request) -> assets.get(request, "embed.js"))
			.read(OPENING, "/", explanations::welcome);
		owners.addTo(addresses);
		addresses.group(Audience.PROGRAMS).read(OPENING, "/api/openapi.json", docs::document);
		addresses.group(Audience.PEOPLE).read(OPENING, "/api/docs", docs::page);
		console.addTo(addresses);
		invitees.addMangled(addresses);
		return addresses;
	}

}
