package io.oncegate.web.page;

import java.util.Map;

import io.oncegate.calendar.Contact;
import io.oncegate.web.http.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A page that says what happened and what to do next.
 *
 * @param title what happened, in a few words
 * @param text one or two plain sentences
 * @param contact whom to ask, if there is somebody
 * @param retry address to try again, if that may help
 * @param form what to send there once more, under the same key so that nothing is done
 * twice, if a form was sent
 * @param ask address to ask for a new link, if one can be asked for
 * @param reference by which whoever runs the gateway finds a fault in the log
 */
public record MessagePage(String title, String text, @Nullable Contact contact, @Nullable String retry,
		@Nullable Map<String, String> form, @Nullable String ask, @Nullable String reference) {

	/** Says in a language what a problem is. */
	public static MessagePage of(Language t, ProblemException problem, @Nullable String retry,
			@Nullable Map<String, String> form) {
		return new MessagePage(t.say(problem.problem().titleKey()), t.say(problem.text()), problem.contact(), retry,
				form, null, null);
	}

	/** The same page, which says where to ask for a new link. */
	public MessagePage withAsk(String address) {
		return new MessagePage(this.title, this.text, this.contact, this.retry, this.form, address, null);
	}

	/** The same page, with the reference of a fault. */
	MessagePage withReference(String reference) {
		return new MessagePage(this.title, this.text, this.contact, this.retry, this.form, this.ask, reference);
	}

	/** A page that says something, and no more. */
	public static MessagePage of(String title, String text) {
		return new MessagePage(title, text, null, null, null, null, null);
	}

}
