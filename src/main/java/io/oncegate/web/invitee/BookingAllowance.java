package io.oncegate.web.invitee;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.TimeMeter;
import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Idempotency;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.calendar.Calendar;
import io.oncegate.redemption.RedemptionOutcome;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.web.http.Allowance;
import io.oncegate.web.http.Clients;
import io.oncegate.web.http.Framing;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.RateLimit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Limits how many bookings one client makes by a calendar's scheduling or permanent link,
 * including those since cancelled: enough for a company behind one address to book for
 * everyone who works there, and few enough that booking and cancelling all day cannot
 * fill the disk. One-time links need no such limit.
 */
@Component
public class BookingAllowance {

	private static final int MOST_KEYS = 50_000;

	private final Clients clients;

	private final boolean on;

	private final Allowance ofAddress = new Allowance(500, 1000, TimeMeter.SYSTEM_NANOTIME);

	private final Allowance ofEmail = new Allowance(100, 300, TimeMeter.SYSTEM_NANOTIME);

	/**
	 * The keys of bookings that were counted: a repeated request is not another booking.
	 */
	private final Cache<Who, Boolean> counted = Caffeine.newBuilder()
		.maximumSize(MOST_KEYS)
		.expireAfterWrite(Duration.ofHours(1))
		.build();

	BookingAllowance(Clients clients, @Value("${oncegate.rate-limit:on}") String rateLimit) {
		this.clients = clients;
		this.on = RateLimit.isOn(rateLimit);
	}

	/** Returns a door that refuses a client's bookings beyond the limit. */
	public Door within(ServerRequest request, Door door) {
		return (this.on && request.method() == HttpMethod.POST)
				? new Bounded(door, this.clients.of(request.exchange().getRequest())) : door;
	}

	private Mono<RedemptionOutcome> count(Calendar calendar, String client, BookingRequest request,
			Mono<RedemptionOutcome> booking) {
		Idempotency idempotency = request.idempotency();
		if (idempotency == null) {
			return count(uses(calendar, client, request), booking);
		}
		Who key = new Who(calendar.id(), idempotency.key());
		return (this.counted.getIfPresent(key) != null) ? booking
				: count(uses(calendar, client, request), booking).doOnNext((outcome) -> remember(key, outcome));
	}

	private void remember(Who key, RedemptionOutcome outcome) {
		if (outcome instanceof Redeemed) {
			this.counted.put(key, true);
		}
	}

	private List<Use> uses(Calendar calendar, String client, BookingRequest request) {
		String email = request.invitee().email().toLowerCase(Locale.ROOT);
		return List.of(new Use(this.ofAddress, new Who(calendar.id(), client)),
				// Per client and email, so that nobody can use up the allowance of
				// another client for that email address.
				new Use(this.ofEmail, new Who(calendar.id(), client + " " + email)));
	}

	private static Mono<RedemptionOutcome> count(List<Use> uses, Mono<RedemptionOutcome> booking) {
		for (int n = 0; n < uses.size(); n++) {
			Duration wait = uses.get(n).begin();
			if (wait != null) {
				uses.subList(0, n).forEach(Use::undo);
				return Mono.error(ProblemException.retry(Problem.RATE_LIMITED, wait));
			}
		}
		return booking.doOnNext((outcome) -> {
			if (!(outcome instanceof Redeemed redeemed) || redeemed.replayed()) {
				uses.forEach(Use::undo);
			}
		}).doOnError((fault) -> !(fault instanceof OutcomeUnknownException), (fault) -> uses.forEach(Use::undo));
	}

	/** A use of an allowance, which is undone if nothing is booked. */
	private record Use(Allowance allowance, Object who) {

		@Nullable Duration begin() {
			return this.allowance.use(this.who);
		}

		void undo() {
			this.allowance.giveBack(this.who);
		}

	}

	private record Who(UUID calendarId, String name) {

	}

	private final class Bounded implements Door {

		private final Door door;

		private final String client;

		Bounded(Door door, String client) {
			this.door = door;
			this.client = client;
		}

		@Override
		public Framing framing() {
			return this.door.framing();
		}

		@Override
		public Mono<Opening> open() {
			return this.door.open();
		}

		@Override
		public Mono<RedemptionOutcome> tryToBook(BookingRequest request) {
			return open()
				.flatMap((opening) -> count(opening.calendar(), this.client, request, this.door.tryToBook(request)));
		}

		@Override
		public Mono<Redeemed> orProblem(RedemptionOutcome outcome) {
			return this.door.orProblem(outcome);
		}

	}

}
