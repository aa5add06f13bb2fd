package io.oncegate.web.invitee;

import io.oncegate.web.invitee.ConfirmationPage.When;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the page that asks whether to cancel a booking.
 *
 * @param ownerName the owner it was made with
 * @param link what becomes of the one-time link, if there is one
 * @param address the path of the confirmation
 * @param message the previous input
 * @param error what is wrong with it
 * @param frame whether the page may be embedded
 */
public record CancelPage(String calendarName, String ownerName, When when, @Nullable String link, String address,
		String message, @Nullable String error, boolean frame) {

}
