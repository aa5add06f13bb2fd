package io.oncegate.gatling;

import java.time.Duration;

import io.gatling.javaapi.core.ScenarioBuilder;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * One link, posted where everybody sees it: {@code users} people (50,000) try to book
 * with it within {@code duration} (10 s), once each. Exactly one of them books; all
 * others are refused, with 409 while that is in progress and 410 afterwards. Whoever is
 * told that the gateway is overloaded (503) tries again.
 * <p>
 * They take turns on 2,000 connections, because a host cannot spare many more ports. If
 * the gateway cannot keep up, they queue there.
 */
public class Stampede extends Load {

	private static final int CONNECTIONS = 2000;

	/** Gatling's shortest ramp. */
	private static final Duration FIRST_TURN = Duration.ofSeconds(1);

	public Stampede() {
		int users = Settings.users(50_000);
		int turns = (users + CONNECTIONS - 1) / CONNECTIONS;
		int connections = (users + turns - 1) / turns;
		Duration turn = Settings.duration(Duration.ofSeconds(10)).dividedBy(turns);
		Campaign campaign = campaign(1, 1);
		Invitee invitee = invitee(campaign).givingWay();
		ScenarioBuilder people = scenario("Try the same link").exec(invitee.knows(times(campaign)))
			.exec(repeat(turns).on(pace(turn), feed(Crowd.sharing(campaign.tokens().get(0))), invitee.books()));
		send(campaign, people.injectOpen(rampUsers(connections).during(FIRST_TURN)), connections,
				details(Invitee.BOOK).responseTime().percentile(95).lt(10_000));
	}

}
