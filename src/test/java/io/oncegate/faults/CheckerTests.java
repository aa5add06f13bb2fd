package io.oncegate.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.oncegate.faults.Books.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The judge of histories sees what is planted in a sound one, says that and nothing else,
 * and takes no offence at what only looks alike.
 */
class CheckerTests {

	private static final Instant NINE = Instant.parse("2026-11-23T09:00:00Z");

	private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

	private static final Instant ELEVEN = Instant.parse("2026-11-23T11:00:00Z");

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

	private final History history = new History();

	private final List<Row> rows = new ArrayList<>();

	private final Map<String, String> linkStatus = new TreeMap<>();

	private int seats = 1;

	private long now = 1;

	/** One who books, one who comes late, and one whose time is taken. */
	@BeforeEach
	void soundHistory() {
		attempt("ada", "sound", NINE, Answer.BOOKED, "b-ada");
		attempt("bob", "sound", TEN, Answer.LINK_REDEEMED, null);
		attempt("cyd", "unlucky", NINE, Answer.SLOT_TAKEN, null);
		row("b-ada", "ada", "sound", NINE, TEN);
		this.linkStatus.put("sound", "redeemed");
		this.linkStatus.put("unlucky", "active");
	}

	@Test
	void soundHistoryPasses() {
		assertSound();
	}

	@Test
	void twoBookingsOfOneLinkAreRefused() {
		attempt("eve", "sound", TEN, Answer.NONE, null);
		row("b-eve", "eve", "sound", TEN, ELEVEN);
		assertViolation("One link, one booking: link sound has the confirmed bookings [b-ada, b-eve]",
				"Everybody learns the truth: attempt eve was not told, asking again");
	}

	@Test
	void cancelledBookingBesideAConfirmedOnePasses() {
		attempt("eve", "sound", NINE, Answer.OUTCOME_UNKNOWN, null);
		attempt("eve", "sound", NINE, Answer.LINK_REDEEMED, null);
		this.rows.add(new Row("b-eve", "eve", "sound", NINE, TEN, false));
		assertSound();
	}

	@Test
	void overbookedTimeIsRefused() {
		success("eve", NINE, TEN);
		assertViolation("No overbooking: seats are 1, and at 2026-11-23T09:00:00Z bookings are [b-ada, b-eve]");
	}

	@Test
	void overbookedTimeOfDifferentStartsIsRefused() {
		this.seats = 2;
		success("eve", NINE, NOON);
		success("fay", TEN, ELEVEN);
		assertSound();
		success("gus", TEN.plusSeconds(3599), NOON);
		assertViolation("No overbooking: seats are 2, and at 2026-11-23T10:59:59Z bookings are [b-eve, b-fay, b-gus]");
	}

	@Test
	void everyOverbookedTimeIsNamedOnce() {
		success("eve", NINE, TEN);
		success("fay", NINE, TEN);
		success("gus", ELEVEN, NOON);
		success("hal", ELEVEN, NOON);
		assertViolation("No overbooking: seats are 1, and at 2026-11-23T09:00:00Z bookings are [b-ada, b-eve, b-fay]",
				"No overbooking: seats are 1, and at 2026-11-23T11:00:00Z bookings are [b-gus, b-hal]");
	}

	@Test
	void bookingsBackToBackPass() {
		success("eve", TEN, ELEVEN);
		success("fay", ELEVEN, NOON);
		success("gus", NINE.minusSeconds(60), NINE);
		assertSound();
	}

	@Test
	void allSeatsAtOnceArePassed() {
		this.seats = 3;
		success("eve", NINE, TEN);
		success("fay", NINE, ELEVEN);
		assertSound();
	}

	@Test
	void lostBookingIsRefused() {
		attempt("eve", "lost", TEN, Answer.BOOKED, "b-eve");
		attempt("eve", "lost", TEN, Answer.BOOKED, "b-eve");
		this.linkStatus.put("lost", "active");
		assertViolation(
				"A success has its booking: attempt eve on link lost was told of booking b-eve, which does not stand");
	}

	@Test
	void successWithACancelledBookingIsRefused() {
		attempt("eve", "lost", TEN, Answer.BOOKED, "b-eve");
		this.rows.add(new Row("b-eve", "eve", "lost", TEN, ELEVEN, false));
		this.linkStatus.put("lost", "active");
		assertViolation(
				"A success has its booking: attempt eve on link lost was told of booking b-eve, which does not stand");
	}

	@Test
	void successThatNamesNoBookingIsRefused() {
		attempt("eve", "eve's", TEN, Answer.BOOKED, null);
		row("b-eve", "eve", "eve's", TEN, ELEVEN);
		assertViolation(
				"A success has its booking: attempt eve on link eve's was told of booking null, which does not stand");
	}

	@Test
	void successWithTheBookingOfAnotherIsRefused() {
		attempt("eve", "sound", NINE, Answer.BOOKED, "b-ada");
		assertViolation(
				"A success has its booking: attempt eve on link sound was told of booking b-ada, which does not stand");
	}

	@Test
	void successAtAnotherTimeIsRefused() {
		attempt("eve", "eve's", TEN, Answer.BOOKED, "b-eve");
		row("b-eve", "eve", "eve's", ELEVEN, NOON);
		assertViolation(
				"A success has its booking: attempt eve on link eve's was told of booking b-eve, which does not stand",
				"No booking out of nowhere: nobody asked for booking b-eve of attempt eve on link eve's at "
						+ "2026-11-23T11:00:00Z");
	}

	@Test
	void successOnAnotherLinkIsRefused() {
		attempt("eve", "eve's", TEN, Answer.BOOKED, "b-eve");
		row("b-eve", "eve", "fay's", TEN, ELEVEN);
		assertViolation(
				"A success has its booking: attempt eve on link eve's was told of booking b-eve, which does not stand",
				"No booking out of nowhere: nobody asked for booking b-eve of attempt eve on link fay's at "
						+ "2026-11-23T10:00:00Z");
	}

	@Test
	void twoBookingsToldOfOneLinkAreRefused() {
		attempt("ada", "sound", NINE, Answer.BOOKED, "b-other");
		assertViolation("One link, one success: clients of link sound were told of bookings [b-ada, b-other]");
	}

	@Test
	void repeatThatGotTheSameBookingPasses() {
		attempt("ada", "sound", NINE, Answer.BOOKED, "b-ada");
		attempt("ada", "sound", NINE, Answer.NONE, null);
		attempt("ada", "sound", NINE, Answer.KEY_IN_FLIGHT, null);
		attempt("ada", "sound", NINE, Answer.LINK_CLAIMED, null);
		assertSound();
	}

	@Test
	void successThatMadeAnotherBookingIsRefused() {
		this.rows.add(new Row("b-twin", "ada", "sound", NINE, TEN, false));
		assertViolation(
				"The numbers add up: attempt ada on link sound succeeded once and made bookings [b-ada, b-twin]");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE,
			names = { "BOOKED", "KEY_IN_FLIGHT", "OUTCOME_UNKNOWN", "NONE", "OTHER" })
	void refusalThatMadeABookingIsRefused(Answer refusal) {
		attempt("eve", "refused", TEN, refusal, null);
		attempt("eve", "refused", TEN, Answer.OVERLOADED, null);
		row("b-eve", "eve", "refused", TEN, ELEVEN);
		assertViolation("A refusal made nothing: its client was refused booking b-eve of attempt eve on link refused "
				+ "at 2026-11-23T10:00:00Z");
	}

	@ParameterizedTest
	@EnumSource(names = { "KEY_IN_FLIGHT", "OUTCOME_UNKNOWN", "NONE" })
	void openAnswerWithABookingThatIsToldPasses(Answer open) {
		attempt("eve", "open", TEN, Answer.STORE_UNAVAILABLE, null);
		attempt("eve", "open", TEN, open, null);
		attempt("eve", "open", TEN, Answer.BOOKED, "b-eve");
		row("b-eve", "eve", "open", TEN, ELEVEN);
		assertSound();
	}

	@ParameterizedTest
	@EnumSource(names = { "KEY_IN_FLIGHT", "OUTCOME_UNKNOWN", "NONE", "OTHER" })
	void openAnswerWithoutABookingPasses(Answer open) {
		attempt("eve", "open", TEN, open, null);
		attempt("eve", "open", TEN, Answer.SLOT_TAKEN, null);
		this.linkStatus.put("open", "active");
		assertSound();
	}

	@ParameterizedTest
	@EnumSource(
			names = { "KEY_IN_FLIGHT", "OUTCOME_UNKNOWN", "NONE", "OVERLOADED", "STORE_UNAVAILABLE", "LINK_CLAIMED" })
	void doubtThatStaysIsRefused(Answer again) {
		attempt("eve", "open", TEN, Answer.SLOT_TAKEN, null);
		attempt("eve", "open", TEN, Answer.NONE, null);
		attempt("eve", "open", TEN, again, null);
		this.linkStatus.put("open", "active");
		assertViolation("Everybody learns the truth: attempt eve was not told, asking again");
	}

	@Test
	void answerToARequestSentBeforeTheDoubtAroseEndsItOnlyWithABooking() {
		this.history.add(new Attempt("eve", "open", TEN, "key-eve", 100, 200, Answer.NONE, null));
		this.history.add(new Attempt("eve", "open", TEN, "key-eve", 101, 300, Answer.SLOT_TAKEN, null));
		this.linkStatus.put("open", "active");
		assertViolation("Everybody learns the truth: attempt eve was not told, asking again");
		this.history.add(new Attempt("eve", "open", TEN, "key-eve", 102, 300, Answer.BOOKED, "b-eve"));
		row("b-eve", "eve", "open", TEN, ELEVEN);
		assertSound();
	}

	@ParameterizedTest
	@EnumSource(names = { "LINK_REDEEMED", "SLOT_TAKEN", "SLOT_UNAVAILABLE", "KEY_REUSED" })
	void refusalOfARequestThatHasBookedIsRefused(Answer again) {
		attempt("eve", "open", TEN, Answer.NONE, null);
		attempt("eve", "open", TEN, again, null);
		row("b-eve", "eve", "open", TEN, ELEVEN);
		assertViolation(
				"Everybody learns the truth: attempt eve made booking b-eve, and was told " + again + ", asking again");
	}

	@Test
	void bookingOfAnAnswerThatDoesNotLeaveItOpenIsRefused() {
		attempt("eve", "other", TEN, Answer.OTHER, null);
		row("b-eve", "eve", "other", TEN, ELEVEN);
		assertViolation(
				"The numbers add up: its client need not reckon with booking b-eve of attempt eve on link other "
						+ "at 2026-11-23T10:00:00Z");
	}

	@Test
	void bookingOutOfNowhereIsRefused() {
		row("b-eve", "eve", "nowhere", TEN, ELEVEN);
		assertViolation("No booking out of nowhere: nobody asked for booking b-eve of attempt eve on link nowhere at "
				+ "2026-11-23T10:00:00Z");
	}

	@Test
	void linkCalledRedeemedWithoutABookingIsRefused() {
		attempt("eve", "unlucky", TEN, Answer.LINK_REDEEMED, null);
		assertViolation("A redeemed link has a booking: attempt eve was told so of link unlucky, which has none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redeemed", "claimed", "unknown" })
	void burnedLinkIsRefused(String status) {
		this.linkStatus.put("unlucky", status);
		assertViolation("No burned link: link unlucky has no booking and is " + status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "active", "claimed", "unknown" })
	void spentLinkThatIsNotRedeemedIsRefused(String status) {
		this.linkStatus.put("sound", status);
		assertViolation("A spent link is redeemed: link sound has a booking and is " + status);
	}

	/** Books a link of one's own. */
	private void success(String who, Instant start, Instant busyUntil) {
		attempt(who, who + "'s", start, Answer.BOOKED, "b-" + who);
		row("b-" + who, who, who + "'s", start, busyUntil);
	}

	@Test
	void revokedLinkWithoutABookingPasses() {
		revocation("unlucky", Revocation.Answer.REVOKED);
		this.linkStatus.put("unlucky", "revoked");
		assertSound();
	}

	@Test
	void revokedLinkWithABookingIsRefused() {
		revocation("sound", Revocation.Answer.REVOKED);
		assertViolation("Revoked is revoked: link sound was revoked and has the bookings [b-ada]");
	}

	@Test
	void revokedLinkThatIsGoodAgainIsRefused() {
		revocation("unlucky", Revocation.Answer.REVOKED);
		assertViolation("Revoked is revoked: link unlucky was revoked and is active");
	}

	@ParameterizedTest
	@ValueSource(strings = { "active", "revoked" })
	void linkThatMayBeRevokedPasses(String status) {
		revocation("unlucky", Revocation.Answer.UNKNOWN);
		this.linkStatus.put("unlucky", status);
		assertSound();
	}

	@Test
	void spentLinkThatWasNotRevokedPasses() {
		revocation("sound", Revocation.Answer.SPENT);
		assertSound();
	}

	@Test
	void linkCalledSpentWithoutABookingIsRefused() {
		revocation("unlucky", Revocation.Answer.SPENT);
		assertViolation("Only a spent link is not revoked: link unlucky was called spent and has no booking");
	}

	@Test
	void bookingWithoutALinkIsRefused() {
		attempt("eve", Attempt.NO_LINK, TEN, Answer.BOOKED, "b-eve");
		this.rows.add(new Row("b-eve", "eve", Attempt.NO_LINK, TEN, ELEVEN, true));
		assertViolation("A link opens nothing else: attempt eve booked without one",
				"A link opens nothing else: booking b-eve was made without one");
	}

	@Test
	void whoeverIsRefusedWithoutALinkPasses() {
		attempt("eve", Attempt.NO_LINK, TEN, Answer.NOT_FOUND, null);
		assertSound();
	}

	private void revocation(String link, Revocation.Answer answer) {
		this.history.add(new Revocation(link, this.now, this.now + 1, answer));
		this.now += 2;
	}

	private void attempt(String id, String link, Instant start, Answer answer, @Nullable String bookingId) {
		this.history.add(new Attempt(id, link, start, "key-" + id, this.now, this.now + 1, answer, bookingId));
		this.now += 2;
	}

	/** A confirmed booking, and its link, which is spent. */
	private void row(String id, String attempt, String link, Instant start, Instant busyUntil) {
		this.rows.add(new Row(id, attempt, link, start, busyUntil, true));
		this.linkStatus.put(link, "redeemed");
	}

	private void assertSound() {
		assertViolation();
	}

	private void assertViolation(String... sentences) {
		assertThat(Checker.violations(this.history, new Books(this.rows, this.linkStatus, this.seats)))
			.containsExactly(sentences);
	}

}
