package io.oncegate.web.console;

import org.jspecify.annotations.Nullable;

/**
 * What the page to cancel a booking shows.
 *
 * @param message a word to the invitee, as it was typed
 * @param mistake what is wrong with it
 */
public record CancelBookingPage(BookingItem item, String message, @Nullable String mistake) {

}
