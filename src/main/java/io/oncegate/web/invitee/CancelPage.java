package io.oncegate.web.invitee;

import io.oncegate.web.invitee.ConfirmationPage.When;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows that asks whether a booking shall be cancelled.
 *
 * @param ownerName whom it was made with
 * @param link what becomes of the one-time link, if there is one
 * @param address the path of the confirmation
 * @param message what was typed before
 * @param error what is wrong with it
 * @param frame whether it may be shown in a frame
 */
public record CancelPage(String calendarName, String ownerName, When when, @Nullable String link, String address,
		String message, @Nullable String error, boolean frame) {

}
