package io.oncegate.web.invitee;

import java.util.Map;

import io.oncegate.calendar.Contact;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows on which a new link is asked for.
 *
 * @param ownerName who is asked
 * @param link the path of the link that no longer works
 * @param address the address that the new link shall have, sent along with the form
 * @param form what was typed before
 * @param alert what went wrong with the last attempt
 * @param errors what is wrong with which field: name, email or notes
 * @param contact whom to ask otherwise
 */
public record AskPage(String ownerName, String link, String address, Form form, @Nullable String alert,
		Map<String, String> errors, Contact contact) {

	/** What was typed; blank where nothing was. */
	public record Form(String name, String email, String notes) {

	}

}
