package io.oncegate.web.http;

import java.util.List;

import io.oncegate.calendar.Calendar;

/** Says that a one-time link no longer works, and who to contact. */
public final class DeadLinkException extends ProblemException {

	private final Calendar calendar;

	public DeadLinkException(Problem problem, Calendar calendar) {
		super(problem, problem.status(), problem.explanation(), problem.textKey(), List.of(), calendar.contactOrOwner(),
				null);
		this.calendar = calendar;
	}

	public Calendar calendar() {
		return this.calendar;
	}

}
