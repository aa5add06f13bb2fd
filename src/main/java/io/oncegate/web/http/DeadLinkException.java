package io.oncegate.web.http;

import java.util.List;

import io.oncegate.calendar.Calendar;

/** Answers that a one-time link no longer works, and whom to ask. */
public final class DeadLinkException extends ProblemException {

	private final Calendar calendar;

	public DeadLinkException(Problem problem, Calendar calendar) {
		super(problem, problem.status(), problem.explanation(), problem.textKey(), List.of(), calendar.contactOrOwner(),
				null);
		this.calendar = calendar;
	}

	/** The calendar of the link. */
	public Calendar calendar() {
		return this.calendar;
	}

}
