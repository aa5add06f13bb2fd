package io.oncegate.gatling;

import java.time.Duration;

import io.gatling.javaapi.core.ScenarioBuilder;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * One link, posted where everybody sees it: {@code users} people (50,000) try to book
 * with it within {@code duration} (10 s), each once. Exactly one of them books; everybody
 * else is refused, with 409 while that is under way and 410 from then on. Whoever is told
 * that there is too much to do (503) tries again.
 */
public class Stampede extends Load {

	private static final int WEEKS = 1;

	public Stampede() {
		int users = Settings.users(50_000);
		Duration duration = Settings.duration(Duration.ofSeconds(10));
		Campaign campaign = campaign(1, WEEKS);
		String token = campaign.tokens().get(0);
		Invitee invitee = invitee(campaign).givingWay();
		ScenarioBuilder people = scenario("Try the same link").exec(feed(Crowd.sharing(token)))
			.exec(invitee.knows(times(campaign)))
			.exec(invitee.books());
		send(campaign, people.injectOpen(rampUsers(users).during(duration)), users,
				details(Invitee.BOOK).responseTime().percentile(95).lt(10_000));
	}

}
