package io.oncegate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.oncegate.faults.Books.Row;
import io.oncegate.faults.People.Link;
import io.oncegate.link.TokenSeal;
import io.oncegate.link.Tokens;
import io.oncegate.support.RedisKey;
import org.jspecify.annotations.Nullable;

/**
 * A calendar and its links, and people who book with them at a steady rate while things
 * fail: most with a link of their own, some with a forwarded one, some two at once, some
 * sending the same again, some without a link; and an owner who revokes links meanwhile.
 */
public final class Trial {

	private static final int SEATS = 3;

	static final Tokens TOKENS = new Tokens(new TokenSeal(List.of(Base64.getDecoder().decode(Gateway.LINK_SECRET))));

	private final String name;

	private final TrialStores stores;

	private final People people;

	private final String calendar;

	private final List<Link> links;

	private final List<Instant> times;

	private final History history = new History();

	private final Queue<CompletableFuture<?>> underWay = new ConcurrentLinkedQueue<>();

	private final Random random;

	private int fresh;

	private final List<Request> sent = new ArrayList<>();

	private volatile @Nullable Thread load;

	private volatile boolean revokes = true;

	/** A trial with links that were issued one by one. */
	Trial(String name, TrialStores stores, People people, int links) {
		this(name, stores, people, (calendar) -> people.links(calendar, links));
	}

	/** A trial with the links of a campaign. */
	public static Trial ofCampaign(String name, TrialStores stores, People people, int links) {
		return new Trial(name, stores, people, (calendar) -> people.campaign(calendar, links));
	}

	private Trial(String name, TrialStores stores, People people, Function<String, List<Link>> issue) {
		this.name = name;
		this.stores = stores;
		this.people = people;
		this.calendar = people.calendar(30, SEATS);
		this.links = issue.apply(this.calendar);
		// A few people find the time that they want taken.
		this.times = people.times(this.links.get(0), Math.max(1, this.links.size() / SEATS));
		this.random = new Random(name.hashCode());
	}

	/** The same while the owner revokes nothing from now on. */
	public Trial withoutRevocations() {
		this.revokes = false;
		return this;
	}

	/**
	 * Lets some people book first, a few at a time, as gateways that have just started
	 * are slow.
	 */
	public void warmUp(int people) throws InterruptedException {
		int until = this.fresh + people;
		send(this.links.subList(this.fresh, until).stream().map(this::request).toList(), 2);
		this.fresh = until;
	}

	/**
	 * Lets the owner revoke some links that nobody has used, and then people try to book
	 * with them.
	 */
	public void revokeUnused(int number) throws InterruptedException {
		this.links.subList(this.fresh, this.fresh + number).forEach(this::revoke);
		end();
		warmUp(number);
	}

	/** Lets people come from now on. */
	public void start(int perSecond) {
		Thread thread = new Thread(() -> {
			long began = System.nanoTime();
			for (long n = 1; !Thread.currentThread().isInterrupted(); n++) {
				someoneComes(null);
				Waiting.pause(Duration.ofNanos(began + n * 1_000_000_000L / perSecond - System.nanoTime()));
			}
		}, "load");
		this.load = thread;
		thread.start();
	}

	/** Somebody comes, and leaves after some time if there is no answer. */
	void someoneComes(@Nullable Duration patience) {
		int dice = this.random.nextInt(10);
		if (dice == 0 && this.fresh > 0) {
			send(request(this.links.get(this.random.nextInt(this.fresh))), patience);
		}
		else if (dice == 1 && !this.sent.isEmpty()) {
			send(this.sent.get(this.random.nextInt(this.sent.size())), patience);
		}
		else {
			Link link = this.links
				.get((this.fresh < this.links.size()) ? this.fresh++ : this.random.nextInt(this.fresh));
			if (dice == 3 && this.revokes && this.random.nextBoolean()) {
				revoke(link);
			}
			send(request(link), patience);
			if (dice == 2) {
				send(request(link), patience);
			}
			if (dice == 4 && this.random.nextBoolean()) {
				comeWithoutLink();
			}
		}
	}

	private void revoke(Link link) {
		this.underWay.add(this.people.revoke(link).thenAccept(this.history::add));
	}

	private void comeWithoutLink() {
		this.underWay.add(this.people
			.bookWithoutLink(UUID.randomUUID() + "@people.example", this.calendar,
					this.times.get(this.random.nextInt(this.times.size())), UUID.randomUUID().toString())
			.thenAccept(this.history::add));
	}

	/** Somebody opens a link, and leaves after some time. */
	void someoneGlances(Duration patience) throws IOException {
		this.people.glance(this.links.get(this.random.nextInt(this.links.size())).token(), patience);
	}

	/** Everybody books with a link of their own, so many at a time. */
	long allBook(int atOnce) throws InterruptedException {
		send(this.links.stream().map(this::request).toList(), atOnce);
		return this.history.counts().getOrDefault(Answer.BOOKED, 0L);
	}

	private void send(List<Request> requests, int atOnce) throws InterruptedException {
		Semaphore places = new Semaphore(atOnce);
		for (Request request : requests) {
			places.acquire();
			send(request, (Duration) null).thenRun(places::release);
		}
		end();
	}

	private Request request(Link link) {
		Request request = new Request(UUID.randomUUID() + "@people.example", link,
				this.times.get(this.random.nextInt(this.times.size())), UUID.randomUUID().toString());
		this.sent.add(request);
		return request;
	}

	private CompletableFuture<Void> send(Request request, @Nullable Duration patience) {
		CompletableFuture<Void> answered = this.people
			.book(request.id(), request.link().token(), request.start(), request.key(), patience)
			.thenAccept(this.history::add);
		this.underWay.add(answered);
		return answered;
	}

	/** Waits while people come. */
	public void goOn(long millis) {
		Waiting.pause(Duration.ofMillis(millis));
	}

	public void fault(String what) {
		this.history.fault(what);
	}

	/** No more people come, and all have their answers. */
	public void end() throws InterruptedException {
		Thread thread = this.load;
		if (thread != null) {
			thread.interrupt();
			thread.join();
		}
		this.underWay.forEach(CompletableFuture::join);
	}

	public History history() {
		return this.history;
	}

	/** Booked in the time from then to then. */
	public long booked(long fromMillis, long toMillis) {
		return this.history.attempts()
			.stream()
			.filter((attempt) -> attempt.answer() == Answer.BOOKED && attempt.answeredAtMillis() >= fromMillis
					&& attempt.answeredAtMillis() < toMillis)
			.count();
	}

	/**
	 * Checks the laws. What is left of the faults may take the time of a lease to go;
	 * meanwhile whoever must reckon with a booking sends the same again.
	 * @param patience after which what is still broken is broken for good
	 */
	public List<String> violations(Duration patience) throws Exception {
		Map<Answer, Long> counts = this.history.counts();
		long ended = System.nanoTime();
		List<String> violations = askAgainAndCheck();
		while (!violations.isEmpty() && System.nanoTime() - ended < patience.toNanos()) {
			goOn(500);
			violations = askAgainAndCheck();
		}
		Duration settled = Duration.ofNanos(System.nanoTime() - ended);
		this.history.write(Path.of("target/faults", this.name + ".jsonl"));
		Files.writeString(Path.of("target/faults/report.txt"),
				"%-18s %5d requests %s, bookings %d, settled after %.1f s, violations %d%n".formatted(this.name,
						counts.values().stream().mapToLong(Long::longValue).sum(), counts, books().bookings().size(),
						settled.toMillis() / 1000.0, violations.size()),
				StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		return violations;
	}

	private List<String> askAgainAndCheck() throws InterruptedException, SQLException {
		Set<String> inDoubt = this.history.inDoubt();
		send(this.sent.stream().filter((request) -> inDoubt.contains(request.id())).toList(), 32);
		return Checker.violations(this.history, books());
	}

	/** What the stores and the gateway say of every link now. */
	Books books() throws SQLException {
		Map<String, String> tokens = new HashMap<>();
		this.links.forEach((link) -> tokens.put(link.id(), link.token()));
		List<Row> rows = new ArrayList<>();
		try (Connection connection = this.stores.postgres();
				PreparedStatement query = connection
					.prepareStatement("select * from booking where calendar_id = ?::uuid /* the test asks */")) {
			query.setString(1, this.calendar);
			ResultSet row = query.executeQuery();
			while (row.next()) {
				rows.add(new Row(row.getString("id"), row.getString("invitee_email"),
						tokens.getOrDefault(row.getString("link_id"), Attempt.NO_LINK),
						row.getTimestamp("start_at").toInstant(), row.getTimestamp("busy_until").toInstant(),
						row.getString("status").equals("confirmed")));
			}
		}
		return new Books(rows, statuses(), SEATS);
	}

	/** What the gateway says of a link, and what Redis says if that is something else. */
	private Map<String, String> statuses() {
		Map<String, String> statuses = new ConcurrentHashMap<>();
		Map<String, Map<String, String>> inRedis = hashes();
		used().parallelStream().forEach((link) -> {
			String status = this.people.status(link);
			String known = state(inRedis.getOrDefault(link, Map.of()));
			boolean agrees = known == null || known.equals(status) || known.equals("claimed");
			statuses.put(link, agrees ? status : status + ", but " + known + " in Redis");
		});
		return statuses;
	}

	/** How many links Redis still calls claimed. */
	long claimed() {
		return claims().size();
	}

	/** Those of them of which nobody has to wait to learn what became of it. */
	Set<String> heldForNothing() {
		Set<String> held = new HashSet<>(claims().keySet());
		this.history.attempts()
			.stream()
			.filter((attempt) -> attempt.answer().leavesOpen())
			.forEach((attempt) -> held.remove(attempt.link()));
		return held;
	}

	/**
	 * How long claims still hold their links.
	 * @param now by the clock of Redis, in ms since the epoch
	 */
	Collection<Long> leasesInMillis(long now) {
		return claims().values().stream().map((until) -> until - now).toList();
	}

	/** What Redis calls a link, or null if it does not know it. */
	private static @Nullable String state(Map<String, String> hash) {
		return hash.isEmpty() ? null : switch (hash.getOrDefault("s", "")) {
			case "c" -> "claimed";
			case "r" -> "redeemed";
			case "v" -> "revoked";
			default -> "active";
		};
	}

	/** The links that Redis calls claimed, and until when, in ms since the epoch. */
	private Map<String, Long> claims() {
		Map<String, Long> claims = new HashMap<>();
		hashes().forEach((link, hash) -> {
			if ("claimed".equals(state(hash))) {
				claims.put(link, Long.parseLong(hash.get("l")));
			}
		});
		return claims;
	}

	/** What Redis knows of the links that were used. */
	private Map<String, Map<String, String>> hashes() {
		Map<String, String> keys = used().stream()
			.collect(Collectors.toMap((link) -> link, (link) -> RedisKey.of(hash(link))));
		Map<String, Map<String, String>> found = this.stores.redisHashes(keys.values());
		return keys.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (key) -> found.getOrDefault(key.getValue(), Map.of())));
	}

	/**
	 * What people are told now of each link that was used, by its id, even if they come
	 * to another gateway.
	 */
	public Map<String, String> told() {
		return ofUsed((link) -> this.people.status(link.token()));
	}

	/**
	 * Somebody else asks to book with each link that was used, until a time is free.
	 * @return what they were told, by the id of the link
	 */
	public Map<String, Answer> askWithEach() {
		return ofUsed((link) -> ask(link.token()));
	}

	private <T> Map<String, T> ofUsed(Function<Link, T> question) {
		Set<String> used = Set.copyOf(used());
		return this.links.parallelStream()
			.filter((link) -> used.contains(link.token()))
			.collect(Collectors.toConcurrentMap(Link::id, question));
	}

	/** Somebody asks to book with a link, until a time is free. */
	public Answer ask(String token) {
		Answer answer;
		do {
			answer = this.people
				.book(UUID.randomUUID() + "@people.example", token,
						this.times.get(this.random.nextInt(this.times.size())), UUID.randomUUID().toString(), null)
				.join()
				.answer();
		}
		while (answer == Answer.SLOT_TAKEN);
		return answer;
	}

	/** A further link of the calendar, good until then. */
	public String linkThatExpires(Instant at) {
		return this.people.link(this.calendar, at).token();
	}

	private List<String> used() {
		return this.history.attempts()
			.stream()
			.map(Attempt::link)
			.filter((link) -> !link.equals(Attempt.NO_LINK))
			.distinct()
			.toList();
	}

	private static String hash(String token) {
		return TOKENS.linkToken(token).orElseThrow().hash().value();
	}

	private record Request(String id, Link link, Instant start, String key) {
	}

}
