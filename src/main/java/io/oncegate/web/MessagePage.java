package io.oncegate.web;

import io.oncegate.calendar.Contact;
import org.jspecify.annotations.Nullable;

/**
 * A page that says what happened and what to do next.
 *
 * @param title what happened, in a few words
 * @param text one or two plain sentences
 * @param contact whom to ask, if there is somebody
 * @param retry address to try again, if that may help
 * @param form what to send there once more, if a form was sent
 */
public record MessagePage(String title, String text, @Nullable Contact contact, @Nullable String retry,
		@Nullable BookingForm form) {

}
