package io.oncegate.web.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.springframework.http.HttpStatus;

/**
 * The problems that the gateway reports, according to RFC 9457. Programs get these
 * English texts, people get texts in the language of their page, found by keys.
 */
public enum Problem {

	LINK_UNKNOWN(HttpStatus.NOT_FOUND, "There is no such link",
			"The address does not belong to any link. Check that all of it was copied, or ask whoever sent it."),

	LINK_REDEEMED(HttpStatus.GONE, "This link has already been used",
			"A one-time link is good for one booking, and that booking has been made. Please contact the owner for a new link."),

	LINK_EXPIRED(HttpStatus.GONE, "This link has expired",
			"The link was valid for a limited time only. Please contact the owner for a new link."),

	LINK_REVOKED(HttpStatus.GONE, "This link was revoked",
			"The owner of the calendar has revoked the link. Please contact the owner for a new link."),

	LINK_CLAIMED(HttpStatus.CONFLICT, "Somebody is booking with this link right now",
			"Try again in a moment: if that booking is not made, the link works again."),

	SLOT_TAKEN(HttpStatus.CONFLICT, "This time has just been taken",
			"Somebody else booked it first. The link is still good: choose another time."),

	SLOT_UNAVAILABLE(HttpStatus.UNPROCESSABLE_CONTENT, "This time cannot be booked",
			"The calendar does not offer this time. Choose one of the free times."),

	INVALID_REQUEST(HttpStatus.UNPROCESSABLE_CONTENT, "The request is not valid",
			"Each entry of `errors` names a field and what is wrong with it."),

	IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "This Idempotency-Key was used for another request",
			"Repeat a request unchanged under its key, or send a new request with a new key."),

	IDEMPOTENCY_KEY_IN_FLIGHT(HttpStatus.CONFLICT, "The first request is still being processed",
			"Repeat the request in a moment to get its result."),

	RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many attempts", "Please wait a moment, then try again."),

	OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "Too many bookings at the moment",
			"Nothing was booked this time. Please try the same again in a moment: a link is never used up without a booking."),

	OUTCOME_UNKNOWN(HttpStatus.SERVICE_UNAVAILABLE, "It is not yet known whether this was booked",
			"Send the same request again in a few seconds to get its result: nothing is booked twice."),

	STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Booking is not possible at the moment",
			"Please try the same again in a moment. A link is never used up without a booking."),

	UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "The API key is missing or wrong",
			"Send the header: Authorization: Bearer KEY, with the key that the gateway printed at its first start."),

	FORBIDDEN(HttpStatus.FORBIDDEN, "This is not allowed", "The API key does not permit this."),

	NOT_FOUND(HttpStatus.NOT_FOUND, "Not found", "There is nothing at this address."),

	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This method is not allowed here",
			"The Allow header lists the methods of this address."),

	CONFLICT(HttpStatus.CONFLICT, "This conflicts with the current state",
			"Read the current state, then decide what to do."),

	PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is too large", "Send at most 64 KiB."),

	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "This content type is not supported",
			"Send JSON with the header: Content-Type: application/json."),

	INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side",
			"Try again later. If it happens again, tell whoever runs this gateway.");

	private final HttpStatus status;

	private final String title;

	private final String explanation;

	Problem(HttpStatus status, String title, String explanation) {
		this.status = status;
		this.title = title;
		this.explanation = explanation;
	}

	public HttpStatus status() {
		return this.status;
	}

	public String title() {
		return this.title;
	}

	/** What it means, and what to do. */
	public String explanation() {
		return this.explanation;
	}

	/** The key of a page's title. */
	public String titleKey() {
		return "problem." + slug() + ".title";
	}

	/** The key of a page's explanation. */
	public String textKey() {
		return "problem." + slug() + ".text";
	}

	/** The last segment of the problem's type, like {@code link-redeemed}. */
	public String slug() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	public static Optional<Problem> of(String slug) {
		return Arrays.stream(values()).filter((problem) -> problem.slug().equals(slug)).findFirst();
	}

}
