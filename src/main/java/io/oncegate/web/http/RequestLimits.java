package io.oncegate.web.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.redemption.Timeouts;
import io.oncegate.web.owner.campaign.UploadPlaces;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Limits how much a client may send, and how long a request may take. A body whose
 * declared length is too large is refused unread; if none is declared, the codecs stop at
 * the limit. Uploads of campaigns have limits of their own ({@link UploadPlaces}).
 */
public class RequestLimits implements WebFilter {

	/**
	 * How long an answer may take: longer than receiving the body and a redemption
	 * together.
	 */
	private static final Duration ANSWER = Body.PATIENCE.plusSeconds(12);

	/** For a page: nobody waits longer, and giving up loses nothing. */
	private static final Duration PAGE = Duration.ofSeconds(5);

	/** For revoking the links of a campaign, millions at most, or exporting bookings. */
	private static final Duration CAMPAIGN = Duration.ofMinutes(15);

	/** A file uploaded to the console is kept on disk for a while. */
	private static final long FILE = (1L << 30) + Body.LIMIT;

	private final Scheduler timeouts;

	public RequestLimits() {
		this(Timeouts.scheduler());
	}

	public RequestLimits(Scheduler timeouts) {
		this.timeouts = timeouts;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Kind kind = Route.of(exchange).kind();
		long length = exchange.getRequest().getHeaders().getContentLength();
		return switch (kind) {
			case UPLOAD -> chain.filter(exchange);
			// Browsers declare the length of a form.
			case UPLOADED_FORM -> (length < 0 || length > FILE)
					? Mono.error(ProblemException.of(Problem.PAYLOAD_TOO_LARGE, "Send a file of at most 1 GiB."))
					: chain.filter(exchange);
			default -> (length > Body.LIMIT) ? Mono.error(ProblemException.of(Problem.PAYLOAD_TOO_LARGE))
					: chain.filter(exchange).timeout(patience(kind), Mono.error(() -> tooLate(kind)), this.timeouts);
		};
	}

	private static Duration patience(Kind kind) {
		return switch (kind) {
			case OPENING, NOTE -> PAGE;
			case EXPORT, CAMPAIGN -> CAMPAIGN;
			default -> ANSWER;
		};
	}

	/** A booking goes on without its client, so its outcome is unknown. */
	private static Exception tooLate(Kind kind) {
		TimeoutException tooLate = new TimeoutException("The answer took too long");
		return (kind == Kind.ATTEMPT) ? new OutcomeUnknownException(tooLate) : tooLate;
	}

}
