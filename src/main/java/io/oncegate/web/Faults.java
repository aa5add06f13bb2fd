package io.oncegate.web;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.redemption.OverloadedException;
import io.r2dbc.spi.R2dbcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Says which problem a fault is for the client, and logs what an operator has to know.
 */
@Component
class Faults {

	private static final Logger logger = LoggerFactory.getLogger(Faults.class);

	private static final String UNKNOWN = "It is not known yet whether this was booked."
			+ " Please try the same again in half a minute: nothing is booked twice.";

	private static final Duration SOON = Duration.ofSeconds(2);

	private static final Duration AFTER_THE_LEASE = Duration.ofSeconds(30);

	ProblemException translate(Throwable fault) {
		if (fault instanceof ProblemException problem) {
			return problem;
		}
		if (fault instanceof DataBufferLimitException) {
			return ProblemException.of(Problem.PAYLOAD_TOO_LARGE);
		}
		if (fault instanceof ResponseStatusException status) {
			return translate(HttpStatus.valueOf(status.getStatusCode().value()));
		}
		if (fault instanceof OverloadedException) {
			return ProblemException.retry(Problem.OVERLOADED, SOON);
		}
		if (fault instanceof OutcomeUnknownException) {
			logger.warn("It is not known whether a booking was committed; its link stays claimed until the lease ends",
					fault.getCause());
			return ProblemException.retry(Problem.STORE_UNAVAILABLE, UNKNOWN, AFTER_THE_LEASE);
		}
		if (fault instanceof DataAccessException || fault instanceof R2dbcException
				|| fault instanceof TimeoutException) {
			logger.warn("A store does not answer: {}", fault.toString());
			return ProblemException.retry(Problem.STORE_UNAVAILABLE, SOON);
		}
		logger.error("A request failed", fault);
		return ProblemException.of(Problem.INTERNAL_ERROR);
	}

	private static ProblemException translate(HttpStatus status) {
		return switch (status) {
			case NOT_FOUND, METHOD_NOT_ALLOWED -> ProblemException.of(Problem.NOT_FOUND);
			case UNSUPPORTED_MEDIA_TYPE -> ProblemException.of(Problem.UNSUPPORTED_MEDIA_TYPE);
			case CONTENT_TOO_LARGE -> ProblemException.of(Problem.PAYLOAD_TOO_LARGE);
			default -> status.is4xxClientError() ? ProblemException.malformed("The request cannot be understood.")
					: ProblemException.of(Problem.INTERNAL_ERROR);
		};
	}

}
