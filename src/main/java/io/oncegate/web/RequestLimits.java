package io.oncegate.web;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.redemption.Timeouts;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Bounds what a client may send, and how long it may take. A body that says that it is
 * too large is refused unread; one that does not say is cut off by the codecs. Uploads of
 * campaigns have bounds of their own ({@link UploadPlaces}).
 */
class RequestLimits implements WebFilter {

	/**
	 * How long a client may have to wait for the answer: longer than the receipt of its
	 * body and a redemption take.
	 */
	private static final Duration ANSWER = Body.PATIENCE.plusSeconds(12);

	/** For a page: nobody waits longer, and nothing is lost by giving up. */
	private static final Duration PAGE = Duration.ofSeconds(5);

	/** For withdrawing the links of a campaign, millions at most, or listing bookings. */
	private static final Duration CAMPAIGN = Duration.ofMinutes(15);

	private static final Pattern UPLOAD = Pattern.compile("/(api/v1|console)/calendars/[^/]+/campaigns");

	/** A file that is sent to the console is kept on the disk for a while. */
	private static final long FILE = (1L << 30) + Body.LIMIT;

	private static final Pattern EXPORT = Pattern.compile("/console/(calendars/[^/]+/)?bookings\\.csv");

	private final Scheduler timeouts;

	RequestLimits() {
		this(Timeouts.scheduler());
	}

	RequestLimits(Scheduler timeouts) {
		this.timeouts = timeouts;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (isUpload(request)) {
			return isTooLarge(request)
					? Mono.error(ProblemException.of(Problem.PAYLOAD_TOO_LARGE, "Send a file of at most 1 GiB."))
					: chain.filter(exchange);
		}
		return (request.getHeaders().getContentLength() > Body.LIMIT)
				? Mono.error(ProblemException.of(Problem.PAYLOAD_TOO_LARGE))
				: chain.filter(exchange).timeout(patience(request), Mono.error(() -> tooLate(request)), this.timeouts);
	}

	/** Browsers say how large a form is. */
	private static boolean isTooLarge(ServerHttpRequest request) {
		long length = request.getHeaders().getContentLength();
		return isUploadOfConsole(request) && (length < 0 || length > FILE);
	}

	/** A form with a file. */
	static boolean isUploadOfConsole(ServerHttpRequest request) {
		return isUpload(request) && request.getPath().value().startsWith("/console/");
	}

	/** A booking goes on without its client, so it is not known what becomes of it. */
	private static Exception tooLate(ServerHttpRequest request) {
		TimeoutException tooLate = new TimeoutException("The answer took too long");
		return RateLimit.isAttempt(request) ? new OutcomeUnknownException(tooLate) : tooLate;
	}

	private static Duration patience(ServerHttpRequest request) {
		if (isRead(request)) {
			return EXPORT.matcher(request.getPath().value()).matches() ? CAMPAIGN : PAGE;
		}
		return isCampaign(request) ? CAMPAIGN : ANSWER;
	}

	/**
	 * The rows of a campaign are sent, and their links sent back, for as long as they
	 * come.
	 */
	private static boolean isUpload(ServerHttpRequest request) {
		return request.getMethod() == HttpMethod.POST && UPLOAD.matcher(request.getPath().value()).matches();
	}

	private static boolean isCampaign(ServerHttpRequest request) {
		String path = request.getPath().value();
		return path.startsWith("/api/v1/campaigns/") || path.startsWith("/console/campaigns/");
	}

	static boolean isRead(ServerHttpRequest request) {
		return request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
	}

}
