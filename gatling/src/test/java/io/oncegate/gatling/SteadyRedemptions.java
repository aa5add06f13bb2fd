package io.oncegate.gatling;

import java.time.Duration;

import io.gatling.javaapi.core.ScenarioBuilder;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * Only redemptions, at a constant {@code rate} (100 a second) for {@code duration} (60
 * s), each with a link of its own.
 */
public class SteadyRedemptions extends Load {

	private static final int WEEKS = 8;

	public SteadyRedemptions() {
		int rate = Settings.rate(100);
		Duration duration = Settings.duration(Duration.ofMinutes(1));
		Campaign campaign = campaign(Settings.product(rate, duration), WEEKS);
		Invitee invitee = invitee(campaign);
		ScenarioBuilder people = scenario("Book").exec(feed(Crowd.of(campaign)))
			.exec(invitee.knows(times(campaign)))
			.exec(invitee.books());
		send(campaign, people.injectOpen(constantUsersPerSec(rate).during(duration)), rate * 60.0,
				details(Invitee.BOOK).responseTime().percentile(95).lt(1000),
				details(Invitee.BOOK).responseTime().percentile(99).lt(3000));
	}

}
