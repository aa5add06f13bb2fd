package io.oncegate.gatling;

import java.time.Duration;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * What becomes of the emails of a business campaign, delivered at a constant {@code rate}
 * (30 a second) for {@code duration} (60 s). Of 100 links:
 * <ul>
 * <li>45 are opened by a scanner, with HEAD and GET, before anybody sees them.</li>
 * <li>40 are ignored by their recipients.</li>
 * <li>20 are opened, and their times looked at, and no more.</li>
 * <li>20 are booked with.</li>
 * <li>8 are booked with for the first time offered, which many people choose, so that it
 * may be taken by then: then another one is chosen.</li>
 * <li>5 are booked with, and the request is repeated under its Idempotency-Key.</li>
 * <li>4 are booked with and forwarded to a colleague, who tries as well.</li>
 * <li>3 are truncated or mistyped.</li>
 * </ul>
 * The shares are estimates: adapt them to your campaigns.
 */
public class MixedJourney extends Load {

	/**
	 * Everybody sees the same week, and so the same times. There are as many seats as
	 * links, of which a third are booked with.
	 */
	private static final int WEEKS = 1;

	private final Invitee invitee;

	public MixedJourney() {
		int rate = Settings.rate(30);
		Duration duration = Settings.duration(Duration.ofMinutes(1));
		int links = Settings.product(rate, duration);
		Campaign campaign = campaign(links, WEEKS, 1 + (int) Campaign.wanted(links, WEEKS));
		this.invitee = invitee(campaign);
		ScenarioBuilder emails = scenario("E-mails").exec(feed(Crowd.of(campaign)))
			.exec(randomSwitch().on(percent(45).then(new Scanner().looks())))
			.exec(randomSwitch().on(percent(40).then(pause(0)), percent(20).then(looks()),
					percent(20).then(looks(), this.invitee.books()),
					percent(8).then(looks(), this.invitee.booksFirst()),
					percent(5).then(looks(), this.invitee.books(), this.invitee.repeats()),
					percent(4).then(looks(), this.invitee.books(), forwards()), percent(3).then(mistypes())));
		send(campaign, emails.injectOpen(constantUsersPerSec(rate).during(duration)), rate * 60.0,
				details(Invitee.BOOK).responseTime().percentile(95).lt(3000));
	}

	private ChainBuilder looks() {
		return exec(this.invitee.opensPage()).exec(pause(Duration.ofSeconds(1), Duration.ofSeconds(3)))
			.exec(this.invitee.asksForTimes())
			.exec(pause(Duration.ofSeconds(1), Duration.ofSeconds(5)));
	}

	/**
	 * The colleague gets the page of the first recipient, with its times, in the email.
	 */
	private ChainBuilder forwards() {
		return exec(pause(Duration.ofSeconds(1), Duration.ofSeconds(3))).exec(this.invitee.has(Invitation::forwarded))
			.exec(this.invitee.opensPage())
			.exec(this.invitee.books());
	}

	private ChainBuilder mistypes() {
		return exec(this.invitee.has(Invitation::mistyped)).exec(this.invitee.opensPage())
			.exec(this.invitee.asksForTimes());
	}

}
