package io.oncegate.gatling;

import java.time.Duration;

import io.gatling.javaapi.core.ScenarioBuilder;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * People who open their link, ask for times and book, at a moderate {@code rate} (20 a
 * second) for a long {@code duration} (10 minutes). The heap used after a garbage
 * collection must not grow much between the first and the last fifth.
 */
public class Soak extends Load {

	private static final int WEEKS = 8;

	private final Heap heap;

	public Soak() {
		int rate = Settings.rate(20);
		Duration duration = Settings.duration(Duration.ofMinutes(10));
		this.heap = new Heap(metrics(), duration);
		Campaign campaign = campaign(Settings.product(rate, duration), WEEKS);
		Invitee invitee = invitee(campaign);
		ScenarioBuilder people = scenario("Click and book").exec(feed(Crowd.of(campaign)))
			.exec(invitee.opensPage())
			.exec(pause(Duration.ofSeconds(1), Duration.ofSeconds(3)))
			.exec(invitee.asksForTimes())
			.exec(pause(Duration.ofSeconds(1), Duration.ofSeconds(3)))
			.exec(invitee.books());
		afterwards("heap is flat", this.heap::isFlat);
		send(campaign, people.injectOpen(constantUsersPerSec(rate).during(duration)), rate * 60.0,
				details(Invitee.BOOK).responseTime().percentile(99).lt(3000));
	}

	@Override
	public void before() {
		this.heap.watch();
	}

}
