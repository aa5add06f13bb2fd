package io.oncegate.gatling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

/**
 * Puts load on a gateway with a campaign of its own, and checks the books afterwards. The
 * run fails if a request failed, if answers took too long, or if the books do not
 * balance.
 */
abstract class Load extends Simulation {

	/**
	 * Each connection takes one of this host's some 28,000 ports for a minute or more.
	 */
	private static final int OWN_CONNECTIONS_A_MINUTE = 20_000;

	private final Gateway gateway = Gateway.given();

	private final Owner owner = new Owner(this.gateway);

	private final Metrics metrics = new Metrics(this.gateway);

	private final Ledger ledger = new Ledger();

	private final Map<String, BooleanSupplier> afterwards = new LinkedHashMap<>();

	Load() {
		this.owner.require();
		this.metrics.require();
	}

	/** Creates a campaign whose calendar has room for everybody. */
	Campaign campaign(int links, int weeks) {
		return campaign(links, weeks, Campaign.enough(links, weeks));
	}

	Campaign campaign(int links, int weeks, int seats) {
		return this.owner.campaign(links, weeks, seats);
	}

	List<String> times(Campaign campaign) {
		return this.owner.times(campaign);
	}

	Metrics metrics() {
		return this.metrics;
	}

	Invitee invitee(Campaign campaign) {
		return new Invitee(campaign, this.ledger);
	}

	/**
	 * Sends the people, and checks the books afterwards.
	 * @param aMinute how many of them arrive in the busiest minute: each has a connection
	 * of their own if this host has enough ports
	 */
	void send(Campaign campaign, PopulationBuilder people, double aMinute, Assertion... assertions) {
		HttpProtocolBuilder protocol = http.baseUrl(this.gateway.url())
			.disableWarmUp()
			.disableCaching()
			.userAgentHeader("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
		List<Assertion> all = new ArrayList<>(List.of(assertions));
		all.add(global().failedRequests().count().is(0L));
		afterwards("books balance", () -> new Accountant(this.owner, this.metrics).balances(campaign, this.ledger));
		this.afterwards.keySet().forEach((name) -> all.add(details(name).failedRequests().count().is(0L)));
		setUp(people.andThen(afterwards()))
			.protocols((aMinute > OWN_CONNECTIONS_A_MINUTE) ? protocol.shareConnections() : protocol)
			.assertions(all);
	}

	/** Adds a check to run after everybody was answered, under a name in the report. */
	void afterwards(String name, BooleanSupplier check) {
		this.afterwards.put(name, check);
	}

	private PopulationBuilder afterwards() {
		List<ChainBuilder> checks = new ArrayList<>();
		this.afterwards.forEach((name, check) -> checks.add(exec((session) -> session.set(name, check.getAsBoolean()))
			.exec(dummy(name, 0).withSuccess((session) -> session.getBoolean(name)))));
		return scenario("Afterwards").exec(checks).injectOpen(atOnceUsers(1));
	}

}
