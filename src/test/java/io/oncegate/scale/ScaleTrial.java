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
import io.oncegate.faults.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People who book with the links of a campaign while servers of an arrangement fail, and
 * a table of what they noticed of it: {@code target/scale/table.md}.
 */
final class ScaleTrial {

	static final boolean LONG = "long".equals(System.getProperty("scale"));

	/**
	 * In the short form no longer than a redemption takes at most, as what is left of
	 * faults is waited for.
	 */
	static final Duration LEASE = Duration.ofSeconds(LONG ? 30 : 10);

	static final Path DIRECTORY = Path.of("target/scale");

	private static final int RATE = LONG ? 60 : 40;

	/** More than people come in the time of a trial. */
	static final int LINKS = LONG ? 7500 : 4500;

	/** How many people book in the short form until what happens has had its time. */
	private static final int MORE = 20;

	/** What is told to people who could not book for now. */
	private static final Set<Answer> HARM = EnumSet.of(Answer.OVERLOADED, Answer.STORE_UNAVAILABLE,
			Answer.OUTCOME_UNKNOWN, Answer.NONE, Answer.OTHER);

	private final String arrangement;

	private final Trial trial;

	private final List<Event> events = new ArrayList<>();

	ScaleTrial(String arrangement, TrialStores stores, People people) {
		this(arrangement, stores, people, LINKS);
	}

	/** A trial with so many links. */
	ScaleTrial(String arrangement, TrialStores stores, People people, int links) {
		this.arrangement = arrangement;
		this.trial = Trial.ofCampaign(arrangement.toLowerCase().replaceAll("\\W+", "-"), stores, people, links);
	}

	/** People come, and nothing happens for a while. */
	void start() throws Exception {
		this.trial.warmUp(LONG ? 200 : 100);
		this.trial.start(RATE);
		fault("nothing", () -> {
		}, 2);
	}

	/** Something happens while people come, until some more have booked. */
	void fault(String what, Act act) throws Exception {
		fault(what, act, 1);
	}

	/**
	 * Something happens while people come, until some more have booked.
	 * @param times how many times as long the long form goes on
	 */
	void fault(String what, Act act, int times) throws Exception {
		during(what, false, () -> {
			act.run();
			long since = System.currentTimeMillis();
			this.trial.goOn(LONG ? times * 4000L : 0);
			Waiting.until("some have booked", () -> this.trial.booked(since, Long.MAX_VALUE) >= MORE);
		});
	}

	/** Something happens while people come, after which nobody may be able to book. */
	void outage(String what, Act act) throws Exception {
		during(what, true, act);
	}

	private void during(String what, boolean outage, Act act) throws Exception {
		this.trial.fault(what);
		long began = System.currentTimeMillis();
		act.run();
		this.events.add(new Event(what, outage, began, System.currentTimeMillis()));
	}

	/** The owner revokes nothing from now on. */
	void withoutRevocations() {
		this.trial.withoutRevocations();
	}

	/** People come for so long, whatever they are told. */
	void goOn(Duration time) {
		this.trial.goOn(time.toMillis());
	}

	/** Nobody comes any more. Writes the table. */
	void end() throws Exception {
		this.trial.end();
		StringBuilder table = new StringBuilder();
		this.events.forEach((event) -> table.append(row(event)));
		write(table.toString());
	}

	/** Says how the laws are broken now, after whoever is in doubt has asked again. */
	List<String> violations() throws Exception {
		return this.trial.violations(Duration.ZERO);
	}

	/**
	 * Nobody comes any more. Checks that no law was broken, that nobody was told any of
	 * these, and that people could book in each of the events but outages.
	 */
	void endWithout(Answer... harm) throws Exception {
		end();
		assertThat(this.trial.violations(LEASE.plusSeconds(15))).isEmpty();
		assertThat(this.trial.history().counts()).doesNotContainKeys(harm).doesNotContainKey(Answer.OTHER);
		this.events.stream()
			.filter((event) -> !event.outage())
			.forEach((event) -> assertThat(this.trial.booked(event.began(), event.ended()))
				.as("bookings while %s", event.what())
				.isPositive());
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

	private record Event(String what, boolean outage, long began, long ended) {

	}

}
