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
 * @param contact who to contact, if anybody
 * @param retry the address to try again, if that may help
 * @param form the form to send there again, if one was sent; its key is the same, so that
 * nothing is done twice
 * @param ask the address to request a new link, if that is possible
 * @param reference the id by which operators find a fault in the log
 * @param frame whether it may be shown in a frame
 */
public record MessagePage(String title, String text, @Nullable Contact contact, @Nullable String retry,
		@Nullable Map<String, String> form, @Nullable String ask, @Nullable String reference, boolean frame) {

	/** Explains a problem in a language. */
	public static MessagePage of(Language t, ProblemException problem, @Nullable String retry,
			@Nullable Map<String, String> form) {
		return new MessagePage(t.say(problem.problem().titleKey()), t.say(problem.text()), problem.contact(), retry,
				form, null, null, false);
	}

	/** Returns the same page with the address to request a new link. */
	public MessagePage withAsk(String address) {
		return new MessagePage(this.title, this.text, this.contact, this.retry, this.form, address, null, this.frame);
	}

	/** Returns the same page with the reference of a fault. */
	MessagePage withReference(String reference) {
		return new MessagePage(this.title, this.text, this.contact, this.retry, this.form, this.ask, reference,
				this.frame);
	}

	/** Returns the same page, to be shown in a frame or not. */
	public MessagePage withFrame(boolean possible) {
		return new MessagePage(this.title, this.text, this.contact, this.retry, this.form, this.ask, this.reference,
				possible);
	}

	/** A page with a message only. */
	public static MessagePage of(String title, String text) {
		return new MessagePage(title, text, null, null, null, null, null, false);
	}

}
