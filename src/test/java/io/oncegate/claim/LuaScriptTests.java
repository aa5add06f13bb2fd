package io.oncegate.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.oncegate.embedded.DataDirectory;
import io.oncegate.embedded.EmbeddedRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The scripts alone, on a real Redis: what each answers, and what it leaves behind.
 * <p>
 * In the tables {@code -} is an empty text, {@code left} the time until the lease that is
 * in the hash runs out, {@code expiry} the expiry that is in the hash, and
 * {@code lease=new} a lease that has just begun, all by the server's clock. What a hash
 * becomes is written without the calendar, which no script may change, and the id and the
 * expiry, which stay until the link is dead; {@code gone} means that there is no hash any
 * more.
 */
class LuaScriptTests {

	private static final String LINK = "link:1";

	private static final long LEASE = 30_000;

	private static final long WEEK = 7 * 24 * 3600;

	private static final String UNREADABLE = "link:2";

	private static final Map<Script, String> SHA = new EnumMap<>(Script.class);

	private static final Map<Script, String> MANY = new EnumMap<>(Script.class);

	@TempDir
	private static Path directory;

	private static DataDirectory data;

	private static EmbeddedRedis server;

	private static RedisClient client;

	private static RedisCommands<String, String> redis;

	@BeforeAll
	static void start() throws IOException {
		data = new DataDirectory(directory);
		server = new EmbeddedRedis(data);
		client = RedisClient.create("redis://" + server.password() + "@127.0.0.1:" + server.port());
		redis = client.connect().sync();
		for (Script script : Script.values()) {
			SHA.put(script, redis.scriptLoad(script.text()));
			MANY.put(script, redis.scriptLoad(io.oncegate.claim.Script.many(script.text())));
		}
	}

	@AfterAll
	static void stop() throws IOException {
		client.shutdown();
		server.close();
		data.close();
	}

	@BeforeEach
	void empty() {
		redis.flushall();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			link1 calendar1 - - - - -                         | id=link1 calendar=calendar1 state=active
			link1 calendar1 4102444800000 - - - -             | id=link1 calendar=calendar1 state=active \
			expires=4102444800000
			link1 calendar1 - v - - -                         | calendar=calendar1 state=revoked
			link1 calendar1 - r booking1 - -                  | calendar=calendar1 state=redeemed booking=booking1
			link1 calendar1 4102444800000 r booking1 key1 request1 | calendar=calendar1 state=redeemed \
			booking=booking1 key=key1 request=request1
			""")
	void publishWritesAnUnknownLink(String arguments, String becomes) {
		assertThat(eval(Script.PUBLISH, arguments)).isEqualTo(1L);
		assertThat(hash()).isEqualTo(fields(becomes));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
	void publishNeverWritesOverWhatIsKnown(Given given) {
		for (String state : List.of("- - - -", "r booking2 key2 request2", "v - - -")) {
			expect(given, Script.PUBLISH, "link2 calendar2 4102444800000 " + state, "0", "same");
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			UNKNOWN              | 0 - - -
			ACTIVE               | 1 calendar1 - -
			ACTIVE_UNTIL_LATER   | 1 calendar1 - expiry
			EXPIRED              | 5 calendar1 - expiry
			REFUSED              | 1 calendar1 - -
			REFUSED_THEN_EXPIRED | 5 calendar1 - expiry
			CLAIMED              | 2 calendar1 left -
			CLAIMED_WITHOUT_KEY  | 2 calendar1 left -
			CLAIMED_THEN_EXPIRED | 2 calendar1 left expiry
			LAPSED               | 7 calendar1 claim1 -
			LAPSED_THEN_EXPIRED  | 7 calendar1 claim1 expiry
			REDEEMED             | 3 calendar1 booking1 -
			REDEEMED_THEN_PAST   | 3 calendar1 booking1 -
			REVOKED              | 4 calendar1 - -
			REVOKED_THEN_PAST    | 4 calendar1 - -
			""")
	void resolveReadsTheStateAndChangesNothing(Given given, String reply) {
		expect(given, Script.RESOLVE, "", reply, "same");
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			# of another claim, with a new key
			UNKNOWN              | claim2 30000 key2 request2 | 0 - - - - -                       | same
			ACTIVE               | claim2 30000 key2 request2 | 1 link1 calendar1 - - -           \
			| state=claimed claim=claim2 lease=new key=key2 request=request2
			ACTIVE_UNTIL_LATER   | claim2 30000 key2 request2 | 1 link1 calendar1 - - -           \
			| state=claimed claim=claim2 lease=new key=key2 request=request2
			EXPIRED              | claim2 30000 key2 request2 | 5 link1 calendar1 - - -           | same
			REFUSED              | claim2 30000 key2 request2 | 1 link1 calendar1 - key1 request1 \
			| state=claimed claim=claim2 lease=new key=key2 request=request2
			REFUSED_THEN_EXPIRED | claim2 30000 key2 request2 | 5 link1 calendar1 - key1 request1 | same
			CLAIMED              | claim2 30000 key2 request2 | 2 link1 calendar1 left key1 request1 | same
			CLAIMED_WITHOUT_KEY  | claim2 30000 key2 request2 | 2 link1 calendar1 left - -        | same
			CLAIMED_THEN_EXPIRED | claim2 30000 key2 request2 | 2 link1 calendar1 left key1 request1 | same
			LAPSED               | claim2 30000 key2 request2 | 1 link1 calendar1 - key1 request1 \
			| state=claimed claim=claim2 lease=new key=key2 request=request2
			LAPSED_THEN_EXPIRED  | claim2 30000 key2 request2 | 1 link1 calendar1 - key1 request1 \
			| state=claimed claim=claim2 lease=new key=key2 request=request2
			REDEEMED             | claim2 30000 key2 request2 | 3 link1 calendar1 booking1 key1 request1 | same
			REDEEMED_THEN_PAST   | claim2 30000 key2 request2 | 3 link1 calendar1 booking1 - -    | same
			REVOKED              | claim2 30000 key2 request2 | 4 link1 calendar1 - - -           | same
			REVOKED_THEN_PAST    | claim2 30000 key2 request2 | 4 link1 calendar1 - - -           | same
			# of another claim, without a key
			ACTIVE               | claim2 30000 - -           | 1 link1 calendar1 - - -           \
			| state=claimed claim=claim2 lease=new
			REFUSED              | claim2 30000 - -           | 1 link1 calendar1 - key1 request1 \
			| state=claimed claim=claim2 lease=new
			CLAIMED_WITHOUT_KEY  | claim2 30000 - -           | 2 link1 calendar1 left - -        | same
			LAPSED               | claim2 30000 - -           | 1 link1 calendar1 - key1 request1 \
			| state=claimed claim=claim2 lease=new
			# of another claim, with the key that the link remembers
			REFUSED              | claim2 30000 key1 request2 | 6 link1 calendar1 SLOT_TAKEN key1 request1 | same
			REFUSED_THEN_EXPIRED | claim2 30000 key1 request1 | 6 link1 calendar1 SLOT_TAKEN key1 request1 | same
			CLAIMED              | claim2 30000 key1 request1 | 2 link1 calendar1 left key1 request1 | same
			LAPSED               | claim2 30000 key1 request2 | 1 link1 calendar1 - key1 request1 \
			| state=claimed claim=claim2 lease=new key=key1 request=request2
			REDEEMED             | claim2 30000 key1 request1 | 3 link1 calendar1 booking1 key1 request1 | same
			# of the claim that holds it
			CLAIMED              | claim1 30000 key1 request1 | 1 link1 calendar1 - key1 request1 | same
			CLAIMED_WITHOUT_KEY  | claim1 30000 - -           | 1 link1 calendar1 - - -           | same
			CLAIMED_THEN_EXPIRED | claim1 30000 key1 request1 | 1 link1 calendar1 - key1 request1 | same
			LAPSED               | claim1 30000 key1 request1 | 1 link1 calendar1 - key1 request1 | same
			LAPSED_THEN_EXPIRED  | claim1 30000 key1 request1 | 1 link1 calendar1 - key1 request1 | same
			""")
	void claimIsGrantedUnlessTheLinkIsHeldSpentOrDead(Given given, String arguments, String reply, String becomes) {
		expect(given, Script.CLAIM, arguments, reply, becomes);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			UNKNOWN              | claim1 booking1 key1 request1 | 0 | same
			ACTIVE               | claim1 booking1 key1 request1 | 0 | same
			ACTIVE_UNTIL_LATER   | claim1 booking1 key1 request1 | 0 | same
			EXPIRED              | claim1 booking1 key1 request1 | 0 | same
			REFUSED              | claim1 booking1 key1 request1 | 0 | same
			REFUSED_THEN_EXPIRED | claim1 booking1 key1 request1 | 0 | same
			CLAIMED              | claim1 booking1 key1 request1 | 1 \
			| state=redeemed booking=booking1 key=key1 request=request1
			CLAIMED_WITHOUT_KEY  | claim1 booking1 - -           | 1 | state=redeemed booking=booking1
			CLAIMED_THEN_EXPIRED | claim1 booking1 key1 request1 | 1 \
			| state=redeemed booking=booking1 key=key1 request=request1
			LAPSED               | claim1 booking1 key1 request1 | 1 \
			| state=redeemed booking=booking1 key=key1 request=request1
			LAPSED_THEN_EXPIRED  | claim1 booking1 key1 request1 | 1 \
			| state=redeemed booking=booking1 key=key1 request=request1
			REVOKED              | claim1 booking1 key1 request1 | 0 | same
			REVOKED_THEN_PAST    | claim1 booking1 key1 request1 | 0 | same
			# by the booking that it is spent on, and by another
			REDEEMED             | claim1 booking1 key1 request1 | 1 | same
			REDEEMED             | claim2 booking1 - -           | 1 | same
			REDEEMED_THEN_PAST   | claim1 booking1 key1 request1 | 1 | same
			REDEEMED             | claim1 booking2 key2 request2 | 0 | same
			# with the booking of another request than the one that claimed
			CLAIMED              | claim1 booking2 key2 request2 | 1 \
			| state=redeemed booking=booking2 key=key2 request=request2
			CLAIMED              | claim1 booking2 - -           | 1 | state=redeemed booking=booking2
			CLAIMED_WITHOUT_KEY  | claim1 booking2 key2 request2 | 1 \
			| state=redeemed booking=booking2 key=key2 request=request2
			""")
	void confirmSpendsTheLinkOfItsClaim(Given given, String arguments, String reply, String becomes) {
		expect(given, Script.CONFIRM, arguments, reply, becomes);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			UNKNOWN              | claim1 SLOT_TAKEN | 0 | same
			ACTIVE               | claim1 SLOT_TAKEN | 0 | same
			ACTIVE_UNTIL_LATER   | claim1 SLOT_TAKEN | 0 | same
			EXPIRED              | claim1 SLOT_TAKEN | 0 | same
			REFUSED              | claim1 -          | 0 | same
			REFUSED_THEN_EXPIRED | claim1 -          | 0 | same
			REDEEMED             | claim1 SLOT_TAKEN | 0 | same
			REDEEMED             | claim1 -          | 0 | same
			REDEEMED_THEN_PAST   | claim1 SLOT_TAKEN | 0 | same
			REVOKED              | claim1 SLOT_TAKEN | 0 | same
			REVOKED_THEN_PAST    | claim1 SLOT_TAKEN | 0 | same
			# with a refusal to be told again
			CLAIMED              | claim1 SLOT_TAKEN | 1 | state=active key=key1 request=request1 refusal=SLOT_TAKEN
			CLAIMED_THEN_EXPIRED | claim1 SLOT_TAKEN | 1 | state=active key=key1 request=request1 refusal=SLOT_TAKEN
			LAPSED               | claim1 SLOT_TAKEN | 1 | state=active key=key1 request=request1 refusal=SLOT_TAKEN
			LAPSED_THEN_EXPIRED  | claim1 SLOT_TAKEN | 1 | state=active key=key1 request=request1 refusal=SLOT_TAKEN
			CLAIMED_WITHOUT_KEY  | claim1 SLOT_TAKEN | 1 | state=active
			# with nothing to be told
			CLAIMED              | claim1 -          | 1 | state=active
			CLAIMED_THEN_EXPIRED | claim1 -          | 1 | state=active
			LAPSED               | claim1 -          | 1 | state=active
			LAPSED_THEN_EXPIRED  | claim1 -          | 1 | state=active
			CLAIMED_WITHOUT_KEY  | claim1 -          | 1 | state=active
			""")
	void releaseGivesTheLinkOfItsClaimBack(Given given, String arguments, String reply, String becomes) {
		expect(given, Script.RELEASE, arguments, reply, becomes);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			UNKNOWN              | 1 | state=revoked calendar=calendar1
			ACTIVE               | 1 | state=revoked
			ACTIVE_UNTIL_LATER   | 1 | state=revoked
			EXPIRED              | 1 | state=revoked
			REFUSED              | 1 | state=revoked
			REFUSED_THEN_EXPIRED | 1 | state=revoked
			CLAIMED              | 1 | state=revoked
			CLAIMED_WITHOUT_KEY  | 1 | state=revoked
			CLAIMED_THEN_EXPIRED | 1 | state=revoked
			LAPSED               | 1 | state=revoked
			LAPSED_THEN_EXPIRED  | 1 | state=revoked
			REDEEMED             | 0 | same
			REDEEMED_THEN_PAST   | 0 | same
			REVOKED              | 1 | same
			REVOKED_THEN_PAST    | 1 | same
			""")
	void revokeEndsEveryLinkButASpentOne(Given given, String reply, String becomes) {
		expect(given, Script.REVOKE, "calendar1", reply, becomes);
	}

	@Test
	void revokeLeavesAnUnknownLinkUnknownIfNobodySaysItsCalendar() {
		expect(Given.UNKNOWN, Script.REVOKE, "-", "0", "same");
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|',
			textBlock = """
					UNKNOWN              | booking1 key1 request1 | 0 | same
					ACTIVE               | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					ACTIVE_UNTIL_LATER   | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					EXPIRED              | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					REFUSED              | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					REFUSED_THEN_EXPIRED | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					CLAIMED              | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					CLAIMED_WITHOUT_KEY  | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					CLAIMED_THEN_EXPIRED | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					LAPSED               | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					LAPSED_THEN_EXPIRED  | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					REVOKED              | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					REVOKED_THEN_PAST    | booking1 key1 request1 | 1 | state=redeemed booking=booking1 key=key1 request=request1
					# by the booking that it is spent on, and by another
					REDEEMED             | booking1 key1 request1 | 1 | same
					REDEEMED             | booking1 - -           | 1 | same
					REDEEMED_THEN_PAST   | booking1 key1 request1 | 1 | same
					REDEEMED             | booking2 key2 request2 | 1 | state=redeemed booking=booking2 key=key2 request=request2
					REDEEMED             | booking2 - -           | 1 | state=redeemed booking=booking2
					REDEEMED_THEN_PAST   | booking2 key2 request2 | 1 | state=redeemed booking=booking2 key=key2 request=request2
					# by a booking of another request than the one that the link remembers
					REFUSED              | booking2 - -           | 1 | state=redeemed booking=booking2
					CLAIMED              | booking2 key2 request2 | 1 | state=redeemed booking=booking2 key=key2 request=request2
					CLAIMED              | booking2 - -           | 1 | state=redeemed booking=booking2
					LAPSED               | booking2 - -           | 1 | state=redeemed booking=booking2
					""")
	void redeemSpendsEveryKnownLinkOnTheBooking(Given given, String arguments, String reply, String becomes) {
		expect(given, Script.REDEEM, arguments, reply, becomes);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			# a booking that is not there
			UNKNOWN              | booking1 | 0 | same
			ACTIVE               | booking1 | 0 | same
			ACTIVE_UNTIL_LATER   | booking1 | 0 | same
			EXPIRED              | booking1 | 0 | same
			REFUSED              | booking1 | 0 | same
			REFUSED_THEN_EXPIRED | booking1 | 0 | same
			CLAIMED              | booking1 | 0 | same
			CLAIMED_WITHOUT_KEY  | booking1 | 0 | same
			CLAIMED_THEN_EXPIRED | booking1 | 0 | same
			LAPSED               | booking1 | 0 | same
			LAPSED_THEN_EXPIRED  | booking1 | 0 | same
			REDEEMED             | booking1 | 1 | gone
			REDEEMED_THEN_PAST   | booking1 | 1 | gone
			REVOKED              | booking1 | 0 | same
			REVOKED_THEN_PAST    | booking1 | 0 | same
			# a booking that the link is not spent on
			REDEEMED             | booking2 | 0 | same
			REDEEMED_THEN_PAST   | booking2 | 0 | same
			# a revocation that is not there
			UNKNOWN              | -        | 0 | same
			ACTIVE               | -        | 0 | same
			ACTIVE_UNTIL_LATER   | -        | 0 | same
			EXPIRED              | -        | 0 | same
			REFUSED              | -        | 0 | same
			REFUSED_THEN_EXPIRED | -        | 0 | same
			CLAIMED              | -        | 0 | same
			CLAIMED_WITHOUT_KEY  | -        | 0 | same
			CLAIMED_THEN_EXPIRED | -        | 0 | same
			LAPSED               | -        | 0 | same
			LAPSED_THEN_EXPIRED  | -        | 0 | same
			REDEEMED             | -        | 0 | same
			REDEEMED_THEN_PAST   | -        | 0 | same
			REVOKED              | -        | 1 | gone
			REVOKED_THEN_PAST    | -        | 1 | gone
			""")
	void forgetDropsOnlyTheEndThatItNames(Given given, String arguments, String reply, String becomes) {
		expect(given, Script.FORGET, arguments, reply, becomes);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = { "CLAIMED.*", "LAPSED.*" })
	void claimThatDoesNotHoldTheLinkCanNeitherConfirmNorRelease(Given given) {
		expect(given, Script.CONFIRM, "claim2 booking1 key1 request1", "0", "same");
		expect(given, Script.RELEASE, "claim2 SLOT_TAKEN", "0", "same");
		expect(given, Script.RELEASE, "claim2 -", "0", "same");
	}

	@ParameterizedTest(name = "{0} of {1}")
	@MethodSource("everyScriptOfEveryState")
	void repetitionDoesNoHarm(Script script, Given given) {
		given.write();
		Object first = verdict(eval(script, script.example));
		Map<String, String> left = hash();
		Object second = verdict(eval(script, script.example));
		boolean done = script == Script.PUBLISH || script == Script.RELEASE || script == Script.FORGET;
		assertThat(second).isEqualTo(done ? 0L : first);
		assertThat(hash()).isEqualTo(left);
	}

	@ParameterizedTest(name = "{0} of {1}")
	@MethodSource("everyScriptOfEveryState")
	void wrongNumberOfKeysOrArgumentsIsRefusedAndChangesNothing(Script script, Given given) {
		List<String> arguments = new ArrayList<>(List.of(words(script.example)));
		int right = arguments.size();
		expectRefused(given, script, List.of(), arguments);
		expectRefused(given, script, List.of(LINK, "link:2"), arguments);
		arguments.addAll(List.of("more", "and more"));
		for (int wrong = 0; wrong <= right + 2; wrong++) {
			if (wrong != right) {
				expectRefused(given, script, List.of(LINK), arguments.subList(0, wrong));
			}
		}
	}

	@Test
	void leaseIsCountedByTheClockOfTheServer() {
		Given.ACTIVE.write();
		long before = now();
		eval(Script.CLAIM, "claim1 5000 - -");
		long after = now();
		assertThat(Long.parseLong(hash().get("lease"))).isBetween(before + 5000, after + 5000);
	}

	@Test
	void refusalIsToldToItsKeyUntilAnotherKeyClaims() {
		Given.ACTIVE.write();
		assertThat(eval(Script.CLAIM, "claim1 30000 key1 request1")).isEqualTo(reply("1 link1 calendar1 - - -"));
		assertThat(eval(Script.RELEASE, "claim1 SLOT_TAKEN")).isEqualTo(1L);
		for (String claim : List.of("claim2", "claim3")) {
			assertThat(eval(Script.CLAIM, claim + " 30000 key1 request1"))
				.isEqualTo(reply("6 link1 calendar1 SLOT_TAKEN key1 request1"));
		}
		assertThat(eval(Script.CLAIM, "claim4 30000 key2 request2"))
			.isEqualTo(reply("1 link1 calendar1 - key1 request1"));
		assertThat(eval(Script.RELEASE, "claim4 SLOT_UNAVAILABLE")).isEqualTo(1L);
		assertThat(eval(Script.CLAIM, "claim5 30000 key1 request1"))
			.isEqualTo(reply("1 link1 calendar1 - key2 request2"));
	}

	@Test
	void claimThatWasTakenOverCannotTouchItsSuccessor() {
		Given.LAPSED.write();
		eval(Script.CLAIM, "claim2 30000 key2 request2");
		Map<String, String> taken = hash();
		assertThat(taken).containsEntry("claim", "claim2");
		assertThat(eval(Script.RELEASE, "claim1 -")).isEqualTo(0L);
		assertThat(eval(Script.CONFIRM, "claim1 booking1 key1 request1")).isEqualTo(0L);
		assertThat(hash()).isEqualTo(taken);
		assertThat(eval(Script.CONFIRM, "claim2 booking2 key2 request2")).isEqualTo(1L);
	}

	@Test
	void goodLinkTakes150BytesAtMost() {
		assumeThat(System.getenv("LD_PRELOAD")).as("a library that may replace Redis's allocator").isNull();
		String key = "link:" + "k".repeat(22);
		List<String> arguments = List.of("i".repeat(16), "c".repeat(16), "4102444800000", "", "", "", "");
		assertThat(eval(Script.PUBLISH, List.of(key), arguments)).isEqualTo(1L);
		assertThat(redis.memoryUsage(key)).isLessThanOrEqualTo(150);
	}

	@Test
	void linkThatExpiresLeavesAWeekLater() {
		long expiry = now() + 60_000;
		eval(Script.PUBLISH, "link1 calendar1 " + expiry + " - - - -");
		assertThat(redis.pexpiretime(LINK)).isEqualTo(expiry + WEEK * 1000);
	}

	@Test
	void deadLinkLeavesAfterAWeekHoweverItCameToRedis() {
		for (String state : List.of("r booking1 - -", "v - - -")) {
			redis.del(LINK);
			eval(Script.PUBLISH, "link1 calendar1 - " + state);
			assertLeavesInAWeek();
		}
	}

	static Stream<Arguments> everyScriptOfEveryState() {
		return Arrays.stream(Script.values())
			.flatMap((script) -> Arrays.stream(Given.values()).map((given) -> Arguments.of(script, given)));
	}

	/** Alone, and beside another link whose hash makes no sense. */
	private static void expect(Given given, Script script, String arguments, String reply, String becomes) {
		expect(given, () -> eval(script, arguments), reply, becomes);
		expect(given, () -> evalBesideUnreadable(script, arguments), reply, becomes);
	}

	private static void expect(Given given, Supplier<Object> run, String reply, String becomes) {
		Map<String, String> hash = given.write();
		long before = now();
		Object actual = run.get();
		long after = now();
		assertThat(readable(actual, hash, before, after)).isEqualTo(reply);
		Map<String, String> expected = new HashMap<>(hash);
		if (becomes.equals("gone")) {
			expected.clear();
		}
		else if (!becomes.equals("same")) {
			boolean dead = becomes.matches("state=(redeemed|revoked).*");
			expected.keySet().retainAll(dead ? List.of("calendar") : List.of("id", "calendar", "expires"));
			expected.putAll(fields(becomes));
			if (dead) {
				assertLeavesInAWeek();
			}
			else {
				assertThat(redis.ttl(LINK)).isEqualTo(-1);
			}
		}
		Map<String, String> left = hash();
		if (expected.getOrDefault("lease", "").equals("new")) {
			assertThat(Long.parseLong(left.get("lease"))).isBetween(before + LEASE, after + LEASE);
			left.put("lease", "new");
		}
		assertThat(left).isEqualTo(expected);
		assertThat(redis.keys("*")).isSubsetOf(LINK);
	}

	private static void assertLeavesInAWeek() {
		assertThat(redis.ttl(LINK)).isBetween(WEEK - 10, WEEK);
	}

	private static Map<String, String> hash() {
		return LinkHash.readable(redis.hgetall(LINK));
	}

	/** Writes a reply as the tables do. */
	private static String readable(Object reply, Map<String, String> hash, long before, long after) {
		if (!(reply instanceof List<?> values)) {
			return reply.toString();
		}
		List<String> words = new ArrayList<>();
		values.forEach((value) -> words.add(value.equals("") ? "-" : value.toString()));
		if (values.get(0).equals(2L)) {
			long lease = Long.parseLong(hash.getOrDefault("lease", "0"));
			int index = words.size() == 4 ? 2 : 3;
			assertThat(Long.parseLong(words.get(index))).isBetween(lease - after, lease - before);
			words.set(index, "left");
		}
		words.replaceAll((word) -> word.equals(hash.get("expires")) ? "expiry" : word);
		return String.join(" ", words);
	}

	/** A reply without what it tells beside the status. */
	private static Object verdict(Object reply) {
		return (reply instanceof List<?> values) ? values.get(0) : reply;
	}

	private static void expectRefused(Given given, Script script, List<String> keys, List<String> arguments) {
		Map<String, String> hash = given.write();
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> eval(script, keys, arguments))
			.withMessageStartingWith("ERR " + script.fileName() + " takes 1 key and ");
		assertThat(hash()).isEqualTo(hash);
		assertThat(redis.keys("*")).isSubsetOf(LINK);
	}

	private static Object eval(Script script, String arguments) {
		return eval(script, List.of(LINK), List.of(words(arguments)));
	}

	private static Object eval(Script script, List<String> keys, List<String> arguments) {
		ScriptOutputType type = (script == Script.RESOLVE || script == Script.CLAIM) ? ScriptOutputType.MULTI
				: ScriptOutputType.INTEGER;
		return redis.evalsha(SHA.getOrDefault(script, ""), type, keys.toArray(String[]::new),
				arguments.toArray(String[]::new));
	}

	private static Object evalBesideUnreadable(Script script, String arguments) {
		redis.set(UNREADABLE, "");
		String[] words = words(arguments);
		List<Object> replies = redis.evalsha(MANY.getOrDefault(script, ""), ScriptOutputType.MULTI,
				new String[] { UNREADABLE, LINK },
				Stream.concat(Arrays.stream(words), Arrays.stream(words)).toArray(String[]::new));
		redis.del(UNREADABLE);
		assertThat(replies.get(0).toString()).contains((script == Script.PUBLISH) ? "0" : "WRONGTYPE");
		return replies.get(1);
	}

	private static List<Object> reply(String text) {
		List<Object> reply = new ArrayList<>(List.of(words(text)));
		reply.set(0, Long.valueOf(reply.get(0).toString()));
		return reply;
	}

	private static String[] words(String text) {
		return text.isEmpty() ? new String[0]
				: Arrays.stream(text.split(" ")).map((word) -> word.equals("-") ? "" : word).toArray(String[]::new);
	}

	private static Map<String, String> fields(String text) {
		return Arrays.stream(words(text))
			.map((field) -> field.split("="))
			.collect(Collectors.toMap((field) -> field[0], (field) -> field[1]));
	}

	/** The server's time in ms since the epoch. */
	private static long now() {
		List<String> time = redis.time();
		return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
	}

	private enum Script {

		PUBLISH("link1 calendar1 - r booking1 key1 request1"),

		RESOLVE(""),

		CLAIM("claim1 30000 key1 request1"),

		CONFIRM("claim1 booking1 key1 request1"),

		RELEASE("claim1 SLOT_TAKEN"),

		REVOKE("calendar1"),

		REDEEM("booking1 key1 request1"),

		FORGET("booking1");

		private final String example;

		Script(String example) {
			this.example = example;
		}

		String fileName() {
			return name().toLowerCase(Locale.ROOT);
		}

		String text() throws IOException {
			return new ClassPathResource("redis/" + fileName() + ".lua").getContentAsString(StandardCharsets.UTF_8);
		}

	}

	/** A link's hash; a time with a sign is counted in ms from the server's now. */
	private enum Given {

		UNKNOWN(""),

		ACTIVE("state=active"),

		ACTIVE_UNTIL_LATER("state=active expires=+60000"),

		EXPIRED("state=active expires=-1"),

		REFUSED("state=active key=key1 request=request1 refusal=SLOT_TAKEN"),

		REFUSED_THEN_EXPIRED("state=active expires=-1 key=key1 request=request1 refusal=SLOT_TAKEN"),

		CLAIMED("state=claimed claim=claim1 lease=+60000 key=key1 request=request1"),

		CLAIMED_WITHOUT_KEY("state=claimed claim=claim1 lease=+60000"),

		CLAIMED_THEN_EXPIRED("state=claimed expires=-1 claim=claim1 lease=+60000 key=key1 request=request1"),

		LAPSED("state=claimed claim=claim1 lease=-1 key=key1 request=request1"),

		LAPSED_THEN_EXPIRED("state=claimed expires=-1 claim=claim1 lease=-1 key=key1 request=request1"),

		REDEEMED("state=redeemed booking=booking1 key=key1 request=request1"),

		REDEEMED_THEN_PAST("state=redeemed expires=-1 booking=booking1"),

		REVOKED("state=revoked"),

		REVOKED_THEN_PAST("state=revoked expires=-1");

		private final String fields;

		Given(String fields) {
			this.fields = fields;
		}

		/** Makes this the state of the link. */
		Map<String, String> write() {
			redis.del(LINK);
			if (this.fields.isEmpty()) {
				return Map.of();
			}
			Map<String, String> hash = new HashMap<>(fields("id=link1 calendar=calendar1 " + this.fields));
			long now = now();
			hash.replaceAll(
					(name, value) -> value.matches("[+-]\\d+") ? Long.toString(now + Long.parseLong(value)) : value);
			redis.hset(LINK, LinkHash.stored(hash));
			return hash;
		}

	}

}
