package io.oncegate.gatling;

import java.time.Duration;

import io.gatling.javaapi.core.ScenarioBuilder;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.stressPeakUsers;

/**
 * The minute after a campaign email: {@code users} people (1000) click within
 * {@code duration} (20 s), most of them around its middle. They open the page, or the
 * JSON as an app would, ask for times, choose one and book. One in twenty clicks twice.
 */
public class CampaignBurst extends Load {

	private static final int TWICE = 20;

	private static final int WEEKS = 8;

	public CampaignBurst() {
		int users = Settings.users(1000);
		Duration duration = Settings.duration(Duration.ofSeconds(20));
		Campaign campaign = campaign(users, WEEKS);
		Invitee invitee = invitee(campaign);
		ScenarioBuilder people = scenario("Click and book").exec(feed(Crowd.clickingTwice(campaign, TWICE)))
			.exec(randomSwitch().on(percent(70).then(invitee.opensPage()), percent(30).then(invitee.opensJson())))
			.exec(pause(Duration.ofMillis(500), Duration.ofSeconds(2)))
			.exec(invitee.asksForTimes())
			.exec(pause(Duration.ofSeconds(1), Duration.ofSeconds(3)))
			.exec(invitee.books());
		int clicks = users + (users + TWICE - 1) / TWICE;
		send(campaign, people.injectOpen(stressPeakUsers(clicks).during(duration)), clicks,
				details(Invitee.BOOK).responseTime().percentile(95).lt(5000));
	}

}
