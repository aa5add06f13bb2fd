package io.oncegate.web.invitee;

import java.util.Map;

import io.oncegate.calendar.Contact;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the page on which a new link is requested.
 *
 * @param ownerName who is asked
 * @param link the path of the link that no longer works
 * @param address the token of the new link, sent along with the form
 * @param form the previous input
 * @param alert what went wrong with the last attempt
 * @param errors explanations by field: name, email or notes
 * @param contact who to contact otherwise
 */
public record AskPage(String ownerName, String link, String address, Form form, @Nullable String alert,
		Map<String, String> errors, Contact contact) {

	/** The input, with blank fields if there is none. */
	public record Form(String name, String email, String notes) {

	}

}
