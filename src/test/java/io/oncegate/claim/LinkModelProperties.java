package io.oncegate.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.oncegate.embedded.DataDirectory;
import io.oncegate.embedded.EmbeddedRedis;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.ChangeDetector;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for a link whatever happens to it, and in whatever order: attempts that
 * overtake each other or die, a Redis that forgets, a PostgreSQL that is ahead of it.
 * <p>
 * Each life of a link is led twice, by the scripts on a real Redis and by a {@link Model}
 * of them, which have to agree at every step.
 */
@SuppressWarnings("NullAway.Init") // start() runs first.
class LinkModelProperties {

	private static final String LINK = "link:1";

	/** So long that no lease runs out by itself. */
	private static final long LEASE = 3_600_000;

	/** A time long past. */
	private static final String LAPSED = "1";

	private static final List<String> CLAIMS = List.of("claim1", "claim2", "claim3");

	private static final List<String> KEYS = List.of("", "key1", "key2");

	private static final List<String> REFUSALS = List.of("", "SLOT_TAKEN");

	private static final Map<String, String> SHA = new HashMap<>();

	private static DataDirectory data;

	private static EmbeddedRedis server;

	private static RedisClient client;

	/** Asynchronous, as waiting for one reply at a time takes most of the time. */
	private static RedisAsyncCommands<String, String> redis;

	@BeforeContainer
	static void start() throws IOException {
		data = new DataDirectory(
				Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "link-model-"));
		server = new EmbeddedRedis(data);
		client = RedisClient.create("redis://" + server.password() + "@127.0.0.1:" + server.port());
		redis = client.connect().async();
		for (String script : List.of("publish", "resolve", "claim", "confirm", "release", "revoke", "redeem",
				"forget")) {
			String text = new ClassPathResource("redis/" + script + ".lua").getContentAsString(StandardCharsets.UTF_8);
			SHA.put(script, await(redis.scriptLoad(text)));
		}
	}

	@AfterContainer
	static void stop() throws IOException {
		client.shutdown();
		server.close();
		data.close();
	}

	@Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
	void linkIsNeitherSpentTwiceNorBurned(@ForAll("lives") ActionChain<Link> life) {
		life.withInvariant("Only what PostgreSQL knows is final in Redis", Link::endsOnlyByTheTruth)
			.withInvariant("A revoked link is never booked or given back", Link::staysRevoked)
			.withInvariant("Only a link that is free is granted", Link::isGrantedOnlyIfFree)
			.withInvariant("A release frees only the link of its claim", Link::isReleasedOnlyByItsClaim)
			.withInvariant("An audited link is unknown, in use, or what PostgreSQL says", Link::tellsTheTruthIfAudited)
			.run()
			.isGoodForOneMoreClaimUnlessItEnded();
	}

	@Provide
	Arbitrary<ActionChain<Link>> lives() {
		ActionChainArbitrary<Link> lives = ActionChain.<Link>startWith(Link::new)
			.withAction(12, action("the gateway publishes the link", Link::publish))
			.withAction(12, when(Link::isClaimed, "the lease runs out", Link::lapse))
			.withAction(2, action("Redis forgets everything", Link::vanish))
			.withAction(4, action("Redis saves its data", Link::save))
			.withAction(3, action("Redis goes back to what it saved", Link::goBack))
			.withAction(1, when(Link::isOpen, "PostgreSQL revokes the link", Link::revokeInPostgresql))
			.withAction(1, action("PostgreSQL revokes the campaign of the link", Link::revokeInPostgresql))
			.withAction(4, when(Link::isRevoked, "a gateway tells Redis that the link is revoked", Link::revoke))
			.withAction(2, when(Link::isBooked, "PostgreSQL cancels the booking", Link::cancel))
			.withAction(4,
					when(Link::isGivenBack, "the gateway tells Redis that the link is given back", Link::giveBack))
			.withAction(4, action("the auditor looks, and acts at once", Link::audit))
			.withAction(2, action("the auditor asks PostgreSQL", Link::askPostgresql))
			.withAction(4, action("the auditor asks Redis", Link::askRedis))
			.withAction(4, action("the auditor acts on what it was told", Link::act))
			.withMaxTransformations(40)
			.improveShrinkingWith(Changes::new);
		for (String claim : CLAIMS) {
			lives = withAttempt(lives, claim);
		}
		return lives;
	}

	private static ActionChainArbitrary<Link> withAttempt(ActionChainArbitrary<Link> lives, String claim) {
		ActionChainArbitrary<Link> more = lives
			.withAction(2,
					when((link) -> link.mayCommit(claim, true), claim + " commits", (link) -> link.commit(claim)))
			.withAction(1,
					when((link) -> link.mayCommit(claim, false), claim + " commits without a claim",
							(link) -> link.commit(claim)))
			.withAction(4, when((link) -> link.mayConfirm(claim), claim + " confirms", (link) -> link.confirm(claim)));
		for (String key : KEYS) {
			more = more.withAction(4, action(claim + " claims" + with(key), (link) -> link.claim(claim, key)));
		}
		for (String refusal : REFUSALS) {
			more = more.withAction(2, when((link) -> link.mayRelease(claim), claim + " releases" + with(refusal),
					(link) -> link.release(claim, refusal)));
		}
		return more;
	}

	private static String with(String detail) {
		return detail.isEmpty() ? "" : " with " + detail;
	}

	private static Action<Link> action(String label, Consumer<Link> step) {
		return when((link) -> true, label, step);
	}

	private static Action<Link> when(Predicate<Link> condition, String label, Consumer<Link> step) {
		return Action.<Link>when(condition).describeAs(label).justMutate((link) -> {
			link.begin();
			step.accept(link);
		});
	}

	private static String request(String key) {
		return key.replace("key", "request");
	}

	private static CompletionStage<Object> eval(String script, String... arguments) {
		boolean many = script.equals("resolve") || script.equals("claim");
		return redis.evalsha(SHA.getOrDefault(script, ""), many ? ScriptOutputType.MULTI : ScriptOutputType.INTEGER,
				new String[] { LINK }, arguments);
	}

	/**
	 * Writes a reply as words: {@code -} is an empty text, and {@code left} the time
	 * until a lease runs out.
	 */
	private static String readable(CompletionStage<Object> reply) {
		if (!(await(reply) instanceof List<?> values)) {
			return await(reply).toString();
		}
		List<String> words = new ArrayList<>();
		values.forEach((value) -> words.add(value.equals("") ? "-" : value.toString()));
		if (words.get(0).equals("2")) {
			int lease = words.indexOf("calendar1") + 1;
			assertThat(Long.parseLong(words.get(lease))).isBetween(1L, LEASE);
			words.set(lease, "left");
		}
		return String.join(" ", words);
	}

	private static <T> T await(CompletionStage<T> reply) {
		return reply.toCompletableFuture().join();
	}

	/** The link in Redis, and the model of it. */
	private static final class Link {

		private final Model model = new Model();

		/** What is in Redis, as last seen. */
		private Map<String, String> hash = Map.of();

		private byte @Nullable [] saved;

		private Known savedModel = Known.NOTHING;

		/** What the auditor was told last. */
		private Truth toldByPostgresql = Truth.OPEN;

		private String toldByRedis = "0 - - - -";

		/** What the last action ran, if it ran a script. */
		private @Nullable Step step;

		private boolean audited;

		Link() {
			redis.del(LINK);
		}

		void begin() {
			this.step = null;
			this.audited = false;
		}

		boolean isClaimed() {
			return this.model.known.state == State.CLAIMED;
		}

		boolean isOpen() {
			return this.model.truth.equals(Truth.OPEN);
		}

		boolean isRevoked() {
			return this.model.truth.revoked && this.model.truth.booking == null;
		}

		boolean isBooked() {
			return this.model.truth.booking != null;
		}

		boolean isGivenBack() {
			return !this.model.givenBack.isEmpty();
		}

		boolean mayCommit(String claim, boolean granted) {
			Attempt attempt = this.model.attempt(claim);
			// A booking's id is that of its claim: there is never a second one.
			return !attempt.finished && attempt.granted == granted && !this.model.givenBack.contains(claim);
		}

		boolean mayConfirm(String claim) {
			return this.model.attempt(claim).booking != null;
		}

		/** Whether it has no booking; once it has released, it will not commit either. */
		boolean mayRelease(String claim) {
			Booking booking = this.model.truth.booking;
			return booking == null || !booking.id.equals(claim);
		}

		void publish() {
			Booking booking = this.model.truth.booking;
			run("publish", "", this.model.publish(), "link1", "calendar1", "",
					LinkHash.letter(this.model.truth.state()), (booking != null) ? booking.id : "",
					(booking != null) ? booking.key : "", (booking != null) ? request(booking.key) : "");
		}

		void claim(String claim, String key) {
			String reply = this.model.claim(claim, key);
			run("claim", claim, reply, claim, Long.toString(LEASE), key, request(key));
		}

		void commit(String claim) {
			this.model.commit(claim);
		}

		void confirm(String claim) {
			Booking booking = this.model.attempt(claim).booking;
			if (booking != null) {
				run("confirm", claim, this.model.confirm(claim, booking), claim, booking.id, booking.key,
						request(booking.key));
			}
		}

		void release(String claim, String refusal) {
			this.model.attempt(claim).finished = true;
			run("release", claim, this.model.release(claim, refusal), claim, refusal);
		}

		void revokeInPostgresql() {
			this.model.revokeInPostgresql();
		}

		void revoke() {
			run("revoke", "", this.model.revoke(), "calendar1");
		}

		void cancel() {
			this.model.cancel();
		}

		void giveBack() {
			String booking = this.model.givenBack.get(this.model.givenBack.size() - 1);
			run("forget", "", this.model.forget(booking), booking);
		}

		void lapse() {
			redis.hset(LINK, "l", LAPSED);
			this.model.known = this.model.known.lapsed();
			look();
		}

		void vanish() {
			redis.del(LINK);
			this.model.known = Known.NOTHING;
			look();
		}

		void save() {
			this.saved = await(redis.dump(LINK));
			this.savedModel = this.model.known;
		}

		void goBack() {
			if (this.saved != null) {
				redis.restore(LINK, this.saved, RestoreArgs.Builder.ttl(0).replace());
			}
			else {
				redis.del(LINK);
			}
			this.model.known = this.savedModel;
			look();
		}

		void audit() {
			askPostgresql();
			askRedis();
			act();
			this.audited = true;
		}

		void askPostgresql() {
			this.toldByPostgresql = this.model.truth;
		}

		void askRedis() {
			this.toldByRedis = readable(eval("resolve"));
		}

		void act() {
			Booking booking = this.toldByPostgresql.booking;
			String status = this.toldByRedis.split(" ")[0];
			String detail = this.toldByRedis.split(" ")[2];
			if (booking != null) {
				run("redeem", "", this.model.redeem(booking), booking.id, booking.key, request(booking.key));
			}
			else if (status.equals("3")) {
				run("forget", "", this.model.forget(detail), detail);
			}
			else if (this.toldByPostgresql.revoked) {
				revoke();
			}
			else if (status.equals("4")) {
				run("forget", "", this.model.forget(""), "");
			}
			else if (status.equals("7")) {
				run("release", detail, this.model.release(detail, ""), detail, "");
			}
		}

		private void run(String script, String claim, String reply, String... arguments) {
			Map<String, String> before = this.hash;
			CompletionStage<Object> actual = eval(script, arguments);
			look();
			assertThat(readable(actual)).as("Reply of %s", script).isEqualTo(reply);
			this.step = new Step(script, claim, reply, before, this.hash);
		}

		private void look() {
			CompletionStage<Map<String, String>> found = redis.hgetall(LINK);
			assertThat(readable(eval("resolve"))).as("What Redis says").isEqualTo(this.model.known.resolved());
			this.hash = LinkHash.readable(await(found));
		}

		/** A link that is burned would be lost, although nobody has booked with it. */
		void endsOnlyByTheTruth() {
			Booking booking = this.model.truth.booking;
			String state = this.hash.getOrDefault("state", "");
			if (state.equals("redeemed") || state.equals("revoked")) {
				String spentOn = this.hash.get("booking");
				assertThat(state).isEqualTo((spentOn != null) ? "redeemed" : "revoked");
				// Until it is told that a booking was cancelled, Redis knows that one.
				assertThat((spentOn == null) ? this.model.truth.revoked
						: this.model.givenBack.contains(spentOn) || booking != null && booking.id.equals(spentOn))
					.isTrue();
			}
		}

		/** Whoever revoked it saw it free or booked; so it is for ever. */
		void staysRevoked() {
			if (this.model.whenRevoked != null) {
				assertThat(this.model.truth).isEqualTo(this.model.whenRevoked);
			}
		}

		void isGrantedOnlyIfFree() {
			if (this.step != null && this.step.script.equals("claim") && this.step.reply.startsWith("1 ")) {
				Map<String, String> before = this.step.before;
				assertThat(before.get("state")).isIn("active", "claimed");
				assertThat(isInUse(before) && !this.step.claim.equals(before.get("claim"))).isFalse();
			}
		}

		void isReleasedOnlyByItsClaim() {
			if (this.step != null && this.step.script.equals("release")
					&& !this.step.claim.equals(this.step.before.get("claim"))) {
				assertThat(this.step.after).isEqualTo(this.step.before);
			}
		}

		void tellsTheTruthIfAudited() {
			if (this.audited && !this.hash.isEmpty() && !isInUse(this.hash)) {
				assertThat(this.hash).containsEntry("state", this.model.truth.state());
			}
		}

		private static boolean isInUse(Map<String, String> hash) {
			return "claimed".equals(hash.get("state")) && !LAPSED.equals(hash.get("lease"));
		}

		/** However confused Redis is, it comes to the truth in the end. */
		void isGoodForOneMoreClaimUnlessItEnded() {
			if (isClaimed()) {
				lapse();
			}
			audit();
			publish();
			claim("claim4", "");
			assertThat(this.hash).containsEntry("state", isOpen() ? "claimed" : this.model.truth.state());
		}

		@Override
		public String toString() {
			return this.model + ", saved: " + this.savedModel + ", auditor told: " + this.toldByPostgresql + " and "
					+ this.toldByRedis;
		}

	}

	/** Tells which actions came to nothing: a failure is told without them. */
	private static final class Changes implements ChangeDetector<Link> {

		private String before = "";

		@Override
		public void before(Link link) {
			this.before = link.toString();
		}

		@Override
		public boolean hasChanged(Link link) {
			return !link.toString().equals(this.before);
		}

	}

	/**
	 * The rules: what PostgreSQL lets happen, and what each script makes of what Redis
	 * knows, and replies.
	 */
	private static final class Model {

		private Truth truth = Truth.OPEN;

		/** What was true when it was revoked. */
		private @Nullable Truth whenRevoked;

		/** The bookings that have given the link back. */
		private final List<String> givenBack = new ArrayList<>();

		private Known known = Known.NOTHING;

		private final Map<String, Attempt> attempts = new HashMap<>();

		Attempt attempt(String claim) {
			return this.attempts.computeIfAbsent(claim, (id) -> new Attempt());
		}

		/** Nothing is undone but a booking that gives its link back. */
		void revokeInPostgresql() {
			this.truth = new Truth(this.truth.booking, true);
			this.whenRevoked = this.truth;
		}

		void cancel() {
			Booking booking = this.truth.booking;
			if (booking != null && !this.truth.revoked) {
				this.givenBack.add(booking.id);
				this.truth = Truth.OPEN;
			}
		}

		/** The first commit is the only one, until its booking gives the link back. */
		void commit(String claim) {
			Attempt attempt = attempt(claim);
			if (this.truth.equals(Truth.OPEN)) {
				this.truth = new Truth(new Booking(claim, attempt.key), false);
			}
			attempt.booking = this.truth.booking;
		}

		String publish() {
			if (this.known.state != State.UNKNOWN) {
				return "0";
			}
			this.known = (this.truth.booking != null) ? Known.redeemed(this.truth.booking)
					: Known.of(this.truth.revoked ? State.REVOKED : State.ACTIVE);
			return "1";
		}

		String claim(String claim, String key) {
			Known was = this.known;
			String reply = switch (was.state) {
				case UNKNOWN -> "0 - - -";
				case ACTIVE -> was.refuses(key) ? "6 link1 calendar1 " + was.refusal : "1 link1 calendar1 -";
				case CLAIMED -> was.isHeldBy(claim) ? "1 link1 calendar1 -" : "2 link1 calendar1 left";
				case LAPSED -> "1 link1 calendar1 -";
				case REDEEMED -> "3 - calendar1 " + was.owner;
				case REVOKED -> "4 - calendar1 -";
			};
			if (reply.startsWith("1 ")) {
				attempt(claim).granted = true;
				attempt(claim).key = key;
				this.known = was.isHeldBy(claim) ? was : new Known(State.CLAIMED, claim, key, "");
			}
			return reply + (was.key.isEmpty() ? " - -" : " " + was.key + " " + request(was.key));
		}

		String confirm(String claim, Booking booking) {
			if (this.known.isSpentOn(booking.id)) {
				return "1";
			}
			if (!this.known.isHeldBy(claim)) {
				return "0";
			}
			this.known = Known.redeemed(booking);
			return "1";
		}

		String release(String claim, String refusal) {
			if (!this.known.isHeldBy(claim)) {
				return "0";
			}
			boolean told = !refusal.isEmpty() && !this.known.key.isEmpty();
			this.known = told ? new Known(State.ACTIVE, "", this.known.key, refusal) : Known.of(State.ACTIVE);
			return "1";
		}

		String revoke() {
			if (this.known.state == State.REDEEMED) {
				return "0";
			}
			this.known = Known.of(State.REVOKED);
			return "1";
		}

		String redeem(Booking booking) {
			if (this.known.state == State.UNKNOWN) {
				return "0";
			}
			this.known = Known.redeemed(booking);
			return "1";
		}

		String forget(String booking) {
			if (booking.isEmpty() ? this.known.state != State.REVOKED : !this.known.isSpentOn(booking)) {
				return "0";
			}
			this.known = Known.NOTHING;
			return "1";
		}

		@Override
		public String toString() {
			return this.truth + ", " + this.known + ", " + this.attempts;
		}

	}

	/** What PostgreSQL knows of the link. */
	private record Truth(@Nullable Booking booking, boolean revoked) {

		static final Truth OPEN = new Truth(null, false);

		String state() {
			return (this.booking != null) ? "redeemed" : this.revoked ? "revoked" : "active";
		}

	}

	/** A booking has the id of the claim that made it. */
	private record Booking(String id, String key) {

	}

	/** One attempt to book with the link. */
	private static final class Attempt {

		private boolean granted;

		/** Whether it has given up, so that it will not commit any more. */
		private boolean finished;

		private String key = "";

		/** The booking that its commit made, or found. */
		private @Nullable Booking booking;

		@Override
		public String toString() {
			return "granted: " + this.granted + ", finished: " + this.finished + ", key: " + this.key + ", "
					+ this.booking;
		}

	}

	/**
	 * What Redis knows of the link. Its owner is the claim that holds it, or the booking
	 * that it is spent on.
	 */
	private record Known(State state, String owner, String key, String refusal) {

		static final Known NOTHING = of(State.UNKNOWN);

		static Known of(State state) {
			return new Known(state, "", "", "");
		}

		static Known redeemed(Booking booking) {
			return new Known(State.REDEEMED, booking.id, booking.key, "");
		}

		Known lapsed() {
			return new Known(State.LAPSED, this.owner, this.key, this.refusal);
		}

		boolean isHeldBy(String claim) {
			return (this.state == State.CLAIMED || this.state == State.LAPSED) && this.owner.equals(claim);
		}

		boolean isSpentOn(String booking) {
			return this.state == State.REDEEMED && this.owner.equals(booking);
		}

		boolean refuses(String key) {
			return !this.refusal.isEmpty() && !key.isEmpty() && key.equals(this.key);
		}

		/** The reply of resolve. */
		String resolved() {
			return switch (this.state) {
				case UNKNOWN -> "0 - - -";
				case ACTIVE -> "1 calendar1 - -";
				case CLAIMED -> "2 calendar1 left -";
				case LAPSED -> "7 calendar1 " + this.owner + " -";
				case REDEEMED -> "3 calendar1 " + this.owner + " -";
				case REVOKED -> "4 calendar1 - -";
			};
		}

	}

	private enum State {

		UNKNOWN, ACTIVE, CLAIMED, LAPSED, REDEEMED, REVOKED

	}

	/** A script that ran, and what was in Redis before and after. */
	private record Step(String script, String claim, String reply, Map<String, String> before,
			Map<String, String> after) {

	}

}
