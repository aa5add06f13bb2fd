package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import io.oncegate.faults.Answer;
import io.oncegate.faults.Attempt;
import io.oncegate.faults.People;
import io.oncegate.faults.Trial;
import io.oncegate.faults.TrialStores;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People who book with the links of a campaign while servers of an arrangement fail, and
 * a table of what they noticed of it: {@code target/scale/table.md}.
 */
final class ScaleTrial {

	static final boolean LONG = "long".equals(System.getProperty("scale"));

	/** Shorter than the default in the short form, so that it need not be waited for. */
	static final Duration LEASE = Duration.ofSeconds(LONG ? 30 : 12);

	static final Path DIRECTORY = Path.of("target/scale");

	private static final int RATE = LONG ? 60 : 40;

	/** No more than the seats of a trial's calendar. */
	private static final int LINKS = LONG ? 7500 : 4500;

	/** What is told to people who could not book for now. */
	private static final Set<Answer> HARM = EnumSet.of(Answer.OVERLOADED, Answer.STORE_UNAVAILABLE,
			Answer.OUTCOME_UNKNOWN, Answer.NONE, Answer.OTHER);

	private final String arrangement;

	private final Trial trial;

	private final List<Event> events = new ArrayList<>();

	ScaleTrial(String arrangement, TrialStores stores, People people) {
		this.arrangement = arrangement;
		this.trial = Trial.ofCampaign(arrangement.toLowerCase().replaceAll("\\W+", "-"), stores, people, LINKS);
	}

	/** People come, and nothing happens for a while. */
	void start() throws Exception {
		this.trial.warmUp(200);
		this.trial.start(RATE);
		during("nothing", () -> this.trial.goOn(seconds(2)));
	}

	/** Something happens while people come, who come for some seconds more. */
	void fault(String what, Act act) throws Exception {
		fault(what, act, 1);
	}

	/** Something happens while people come, who come for some seconds more. */
	void fault(String what, Act act, int secondsMore) throws Exception {
		during(what, () -> {
			act.run();
			this.trial.goOn(seconds(secondsMore));
		});
	}

	private void during(String what, Act act) throws Exception {
		this.trial.fault(what);
		long began = System.currentTimeMillis();
		act.run();
		this.events.add(new Event(what, began, System.currentTimeMillis()));
	}

	private static long seconds(int number) {
		return number * (LONG ? 4000L : 1000L);
	}

	/**
	 * Nobody comes any more. Checks the laws, and writes the table.
	 * @param lease after which what is left of the faults is gone
	 */
	List<String> end(Duration lease) throws Exception {
		this.trial.end();
		List<String> violations = this.trial.violations(lease);
		StringBuilder table = new StringBuilder();
		this.events.forEach((event) -> table.append(row(event)));
		write(table.toString());
		return violations;
	}

	/**
	 * Checks that no law was broken, that nobody was told any of these, and that people
	 * could book in each of the events.
	 */
	void endWithout(Answer... harm) throws Exception {
		endUnbroken();
		assertThat(this.trial.history().counts()).doesNotContainKeys(harm);
		this.events.forEach((event) -> assertThat(this.trial.booked(event.began(), event.ended()))
			.as("bookings while %s", event.what())
			.isPositive());
	}

	/** Checks that no law was broken. */
	void endUnbroken() throws Exception {
		assertThat(end(LEASE)).isEmpty();
		assertThat(this.trial.history().counts()).doesNotContainKey(Answer.OTHER);
	}

	/** How many were told so since the start. */
	long told(Answer answer) {
		return this.trial.history().counts().getOrDefault(answer, 0L);
	}

	private String row(Event event) {
		List<Attempt> during = this.trial.history()
			.attempts()
			.stream()
			.filter((attempt) -> attempt.answeredAtMillis() >= event.began()
					&& attempt.answeredAtMillis() < event.ended())
			.toList();
		long[] booked = during.stream()
			.filter((attempt) -> attempt.answer() == Answer.BOOKED)
			.mapToLong(Attempt::answeredAtMillis)
			.sorted()
			.toArray();
		long harmed = during.stream().filter((attempt) -> HARM.contains(attempt.answer())).count();
		long last = during.stream()
			.filter((attempt) -> HARM.contains(attempt.answer()))
			.mapToLong((attempt) -> attempt.answeredAtMillis() - event.began())
			.max()
			.orElse(0);
		return "| %s | %s | %d | %d | %.1f s | %.1f s |%n".formatted(this.arrangement, event.what(), booked.length,
				harmed, longestGap(event, booked) / 1000.0, last / 1000.0);
	}

	private static long longestGap(Event event, long[] booked) {
		long[] times = LongStream
			.concat(LongStream.of(event.began()),
					LongStream.concat(LongStream.of(booked), LongStream.of(event.ended())))
			.toArray();
		long longest = 0;
		for (int n = 1; n < times.length; n++) {
			longest = Math.max(longest, times[n] - times[n - 1]);
		}
		return longest;
	}

	private static synchronized void write(String rows) throws IOException {
		Files.writeString(Files.createDirectories(DIRECTORY).resolve("table.md"), rows, StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

	/** Something that happens to servers. */
	interface Act {

		void run() throws Exception;

	}

	private record Event(String what, long began, long ended) {

	}

}
