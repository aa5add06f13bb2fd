package io.oncegate.web.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.oncegate.web.console.Mistakes.Mistake;
import io.oncegate.web.http.ProblemException.FieldError;

/** The contents of the setup form of a new owner. */
public record SetupPage(SetupForm form, Mistakes mistakes) {

	private static final Map<String, String> LABELS = Map.of("owner", "The name", "name", "The title",
			"durationMinutes", "The duration", "timeZone", "The time zone");

	/** The form again, with its mistakes. */
	static SetupPage again(SetupForm form, List<FieldError> ofOwner, List<FieldError> ofCalendar) {
		return new SetupPage(form,
				new Mistakes(Stream
					.concat(ofOwner.stream().map((error) -> mistake(new FieldError("owner", error.message()))),
							ofCalendar.stream().map(SetupPage::mistake))
					.distinct()
					.toList()));
	}

	private static Mistake mistake(FieldError error) {
		if (error.field().startsWith("weeklyHours")) {
			return new Mistake("from", "from", "The end must be after the start.", "The end must be after the start.");
		}
		if (error.field().equals("open")) {
			return new Mistake("open", "open-monday", error.message(), error.message());
		}
		return Mistake.of(error, error.field(), LABELS.getOrDefault(error.field(), "Something"));
	}

}
