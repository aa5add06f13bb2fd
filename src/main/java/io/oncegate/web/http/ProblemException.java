package io.oncegate.web.http;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.oncegate.calendar.Contact;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/** A problem, as the answer to a request. */
public class ProblemException extends RuntimeException {

	private final Problem problem;

	private final HttpStatus status;

	private final String text;

	private final List<FieldError> errors;

	private final @Nullable Contact contact;

	private final @Nullable Duration retryAfter;

	public ProblemException(Problem problem, HttpStatus status, String detail, String text, List<FieldError> errors,
			@Nullable Contact contact, @Nullable Duration retryAfter) {
		super(detail, null, false, false);
		this.problem = problem;
		this.status = status;
		this.text = text;
		this.errors = errors;
		this.contact = contact;
		this.retryAfter = retryAfter;
	}

	public static ProblemException of(Problem problem) {
		return of(problem, problem.explanation());
	}

	public static ProblemException of(Problem problem, String detail) {
		return of(problem, detail, problem.textKey());
	}

	/**
	 * A problem with a specific explanation.
	 * @param detail the explanation for programs, in English
	 * @param text the key of the explanation for people
	 */
	public static ProblemException of(Problem problem, String detail, String text) {
		return new ProblemException(problem, problem.status(), detail, text, List.of(), null, null);
	}

	/** The request cannot be read at all. */
	public static ProblemException malformed(String detail) {
		return new ProblemException(Problem.INVALID_REQUEST, HttpStatus.BAD_REQUEST, detail,
				Problem.INVALID_REQUEST.textKey(), List.of(), null, null);
	}

	/** A form that is malformed, or whose bytes are not text. */
	public static ProblemException unreadable() {
		return unreadable("The form cannot be read. Go back, reload the page, and send the form again.");
	}

	/** A form that has two different values for one field. */
	static ProblemException ambiguous(String field) {
		return unreadable("The form has the field \"" + field
				+ "\" twice, with different values. Go back, reload the page, and send the form again.");
	}

	private static ProblemException unreadable(String detail) {
		return new ProblemException(Problem.INVALID_REQUEST, HttpStatus.BAD_REQUEST, detail, "problem.unreadable",
				List.of(), null, null);
	}

	/** The request cannot be read because of a field. */
	public static ProblemException malformed(String detail, String field, String message) {
		return new ProblemException(Problem.INVALID_REQUEST, HttpStatus.BAD_REQUEST, detail,
				Problem.INVALID_REQUEST.textKey(), List.of(new FieldError(field, message)), null, null);
	}

	/** The request did not arrive in time. */
	public static ProblemException late() {
		return new ProblemException(Problem.INVALID_REQUEST, HttpStatus.REQUEST_TIMEOUT,
				"The request did not arrive in time.", Problem.INVALID_REQUEST.textKey(), List.of(), null, null);
	}

	/** The request can be read, but some of its values are wrong. */
	public static ProblemException invalid(List<FieldError> errors) {
		return new ProblemException(Problem.INVALID_REQUEST, Problem.INVALID_REQUEST.status(),
				"Some fields are missing or wrong.", Problem.INVALID_REQUEST.textKey(), errors, null, null);
	}

	public static ProblemException invalid(String field, String message) {
		return invalid(List.of(new FieldError(field, message)));
	}

	/** Runs a check, and returns the errors of the fields that it refuses. */
	public static List<FieldError> errors(Runnable check) {
		try {
			check.run();
			return List.of();
		}
		catch (ProblemException ex) {
			return ex.errors();
		}
	}

	/** A problem that is over after a while. */
	public static ProblemException retry(Problem problem, Duration after) {
		return new ProblemException(problem, problem.status(), problem.explanation(), problem.textKey(), List.of(),
				null, after);
	}

	public Problem problem() {
		return this.problem;
	}

	public HttpStatus status() {
		return this.status;
	}

	public String detail() {
		return String.valueOf(getMessage());
	}

	/** The key of the explanation for people. */
	public String text() {
		return this.text;
	}

	public List<FieldError> errors() {
		return this.errors;
	}

	public @Nullable Contact contact() {
		return this.contact;
	}

	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/** The value of the header {@code Retry-After}. */
	String retryAfterSeconds() {
		return String.valueOf((this.retryAfter != null) ? Math.max(1, this.retryAfter.toSeconds()) : 1);
	}

	/** What is wrong with a field, which is named by its path in the body. */
	public record FieldError(String field, String message, @JsonIgnore Mistake mistake) {

		public FieldError(String field, String message) {
			this(field, message, Mistake.OTHER);
		}

	}

	/** The kind of a mistake, for pages, which explain it in their own words. */
	public enum Mistake {

		MISSING, EMAIL, TEXT, OTHER

	}

}
