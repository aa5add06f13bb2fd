package io.oncegate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import tools.jackson.databind.json.JsonMapper;

/** What clients did and heard, and which faults they met; any thread may add to it. */
public final class History {

	/** Attempts, revocations and faults, in the order of their ends. */
	private final Queue<Record> entries = new ConcurrentLinkedQueue<>();

	void add(Attempt attempt) {
		this.entries.add(attempt);
	}

	void add(Revocation revocation) {
		this.entries.add(revocation);
	}

	List<Revocation> revocations() {
		return this.entries.stream().filter(Revocation.class::isInstance).map(Revocation.class::cast).toList();
	}

	/** Marks that something happens now. */
	void fault(String what) {
		this.entries.add(new Fault(what, System.currentTimeMillis()));
	}

	public List<Attempt> attempts() {
		return this.entries.stream().filter(Attempt.class::isInstance).map(Attempt.class::cast).toList();
	}

	/**
	 * The ids of those requests with a link of which it was left open whether they had
	 * booked, and which were not told since.
	 */
	Set<String> inDoubt() {
		Map<String, Long> openUntil = new HashMap<>();
		attempts().stream()
			.filter((attempt) -> attempt.answer().leavesOpen() && !attempt.link().equals(Attempt.NO_LINK))
			.forEach((attempt) -> openUntil.merge(attempt.id(), attempt.answeredAtMillis(), Math::max));
		attempts().stream()
			.filter((attempt) -> attempt.answer() == Answer.BOOKED
					|| attempt.answer().isFinal() && attempt.sentAtMillis() >= openUntil.getOrDefault(attempt.id(), 0L))
			.forEach((attempt) -> openUntil.remove(attempt.id()));
		return openUntil.keySet();
	}

	/** How often each answer was given, without those that never were. */
	public Map<Answer, Long> counts() {
		Map<Answer, Long> counts = new EnumMap<>(Answer.class);
		attempts().forEach((attempt) -> counts.merge(attempt.answer(), 1L, Long::sum));
		return counts;
	}

	/**
	 * The time within which this share of the answers of a kind came (nearest rank).
	 * @throws NoSuchElementException if there was no such answer
	 */
	public long millis(Answer answer, double quantile) {
		long[] millis = attempts().stream()
			.filter((attempt) -> attempt.answer() == answer)
			.mapToLong((attempt) -> attempt.answeredAtMillis() - attempt.sentAtMillis())
			.sorted()
			.toArray();
		if (millis.length == 0) {
			throw new NoSuchElementException("nobody was answered " + answer);
		}
		return millis[Math.max(0, (int) Math.ceil(quantile * millis.length) - 1)];
	}

	/** Writes a line of JSON for each attempt, revocation and fault. */
	void write(Path file) throws IOException {
		Files.write(file, this.entries.stream().map(JsonMapper.shared()::writeValueAsString).toList());
	}

	private record Fault(String fault, long atMillis) {
	}

}
