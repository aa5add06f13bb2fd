package io.oncegate.web.invitee;

import io.oncegate.web.http.Forms;

import org.springframework.util.MultiValueMap;

/**
 * What an invitee typed into the booking form; blank where nothing was.
 *
 * @param zone the zone in which its times were shown
 * @param find the zone that is looked for
 * @param shows whether it is only to be shown with another day, zone or language
 */
public record BookingForm(String start, String name, String email, String notes, String zone, String find, String key,
		boolean shows) {

	/** A form in which nothing was typed. */
	static final BookingForm EMPTY = new BookingForm("", "", "", "", "", "", "", false);

	/** The form of a time and a zone alone. */
	static BookingForm of(String start, String zone, String find, boolean shows) {
		return new BookingForm(start, "", "", "", zone, find, "", shows);
	}

	/**
	 * Whoever looks for a zone, and sends the form, wants to see the times in it first.
	 */
	static BookingForm of(MultiValueMap<String, String> fields) {
		String find = Forms.value(fields, "find");
		return new BookingForm(Forms.value(fields, "start"), Forms.value(fields, "name"), Forms.value(fields, "email"),
				Forms.value(fields, "notes"), Forms.value(fields, "zone"), find, Forms.value(fields, "key"),
				Forms.onlyShows(fields) || !find.isBlank());
	}

}
