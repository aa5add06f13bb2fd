package io.oncegate.web.invitee;

import io.oncegate.web.http.Forms;

import org.springframework.util.MultiValueMap;

/**
 * An invitee's input in the booking form, with blank fields if there is none.
 *
 * @param zone the zone in which its times were shown
 * @param find the zone that is searched for
 * @param shows whether the page is only to be shown again, with another day, zone or
 * language
 */
public record BookingForm(String start, String name, String email, String notes, String zone, String find, String key,
		boolean shows) {

	static final BookingForm EMPTY = new BookingForm("", "", "", "", "", "", "", false);

	/** A form with only a time and a zone. */
	static BookingForm of(String start, String zone, String find, boolean shows) {
		return new BookingForm(start, "", "", "", zone, find, "", shows);
	}

	/**
	 * Reads a form. One that searches for a zone only shows the page again, because the
	 * invitee wants to see the times in that zone first.
	 */
	static BookingForm of(MultiValueMap<String, String> fields) {
		String find = Forms.value(fields, "find");
		return new BookingForm(Forms.value(fields, "start"), Forms.value(fields, "name"), Forms.value(fields, "email"),
				Forms.value(fields, "notes"), Forms.value(fields, "zone"), find, Forms.value(fields, "key"),
				Forms.onlyShows(fields) || !find.isBlank());
	}

}
