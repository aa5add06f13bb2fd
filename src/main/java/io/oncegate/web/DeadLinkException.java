package io.oncegate.web;

import java.util.List;

import io.oncegate.calendar.Calendar;

/** Answers that a one-time link no longer works, and whom to ask. */
final class DeadLinkException extends ProblemException {

	private final Calendar calendar;

	DeadLinkException(Problem problem, Calendar calendar) {
		super(problem, problem.status(), problem.explanation(), problem.text(), List.of(), calendar.contactOrOwner(),
				null);
		this.calendar = calendar;
	}

	/** The calendar of the link. */
	Calendar calendar() {
		return this.calendar;
	}

}
