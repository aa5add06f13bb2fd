package io.oncegate.web.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.lettuce.core.RedisException;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.booking.OverloadedException;
import io.oncegate.telemetry.FaultLog;
import io.oncegate.telemetry.Traced;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Translates faults to problems for the client, and logs what an operator has to know.
 */
@Component
public class Faults {

	private static final Logger logger = LoggerFactory.getLogger(Faults.class);

	/** How many frames of a stack trace are worth logging. */
	private static final int FRAMES = 30;

	private static final Duration SOON = Duration.ofSeconds(2);

	/** By then the auditor has found the booking, if PostgreSQL responds. */
	private static final Duration AFTER_THE_AUDIT = Duration.ofSeconds(5);

	private final FaultLog log = new FaultLog(logger);

	/** Translates the fault of a request, and logs it under the request's trace id. */
	public ProblemException translate(ServerWebExchange exchange, Throwable fault) {
		return (fault instanceof ProblemException problem) ? problem
				: Traced.log(Observed.traceId(exchange), () -> translate(fault));
	}

	private ProblemException translate(Throwable fault) {
		if (fault instanceof DataBufferLimitException) {
			return ProblemException.of(Problem.PAYLOAD_TOO_LARGE);
		}
		if (fault instanceof ResponseStatusException status) {
			return translate(HttpStatus.valueOf(status.getStatusCode().value()));
		}
		if (fault instanceof InvalidMediaTypeException) {
			return ProblemException.of(Problem.UNSUPPORTED_MEDIA_TYPE);
		}
		if (fault instanceof OverloadedException) {
			return ProblemException.retry(Problem.OVERLOADED, SOON);
		}
		if (fault instanceof OutcomeUnknownException) {
			return ProblemException.retry(Problem.OUTCOME_UNKNOWN, AFTER_THE_AUDIT);
		}
		if (isAway(fault)) {
			this.log.log(Level.WARN, "A store does not answer", fault, fault::toString);
			return ProblemException.retry(Problem.STORE_UNAVAILABLE, SOON);
		}
		this.log.log(Level.ERROR, "A request failed", fault, () -> trace(fault));
		return ProblemException.of(Problem.INTERNAL_ERROR);
	}

	/** Tells whether a fault comes from a store. */
	public static boolean isOfStore(Throwable fault) {
		return fault instanceof OutcomeUnknownException || isAway(fault);
	}

	private static boolean isAway(Throwable fault) {
		if (fault instanceof NonTransientDataAccessException) {
			return fault instanceof NonTransientDataAccessResourceException || fault instanceof RedisSystemException;
		}
		return fault instanceof DataAccessException || fault instanceof RedisException
				|| fault instanceof R2dbcTransientException || fault instanceof R2dbcNonTransientResourceException
				|| fault instanceof TimeoutException;
	}

	/**
	 * The classes and stack frames of a fault. Messages are left out: they may quote the
	 * request, and with it the secret of a link.
	 */
	private static String trace(Throwable fault) {
		StringBuilder trace = new StringBuilder();
		for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
			trace.append("\n").append(cause.getClass().getName());
			frames(cause).limit(FRAMES).forEach((frame) -> trace.append("\n\tat ").append(frame));
		}
		return trace.toString();
	}

	/**
	 * Reactor moves the frames to a suppressed exception, whose message has the address
	 * of the request.
	 */
	private static Stream<StackTraceElement> frames(Throwable cause) {
		return Stream.concat(Stream.of(cause), Arrays.stream(cause.getSuppressed()))
			.map(Throwable::getStackTrace)
			.max(Comparator.comparingInt((frames) -> frames.length))
			.stream()
			.flatMap(Arrays::stream);
	}

	private static ProblemException translate(HttpStatus status) {
		return switch (status) {
			case NOT_FOUND -> ProblemException.of(Problem.NOT_FOUND);
			case UNSUPPORTED_MEDIA_TYPE -> ProblemException.of(Problem.UNSUPPORTED_MEDIA_TYPE);
			case CONTENT_TOO_LARGE -> ProblemException.of(Problem.PAYLOAD_TOO_LARGE);
			default -> status.is4xxClientError() ? ProblemException.malformed("The request cannot be understood.")
					: ProblemException.of(Problem.INTERNAL_ERROR);
		};
	}

}
