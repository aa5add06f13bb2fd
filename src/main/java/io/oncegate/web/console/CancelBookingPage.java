package io.oncegate.web.console;

import org.jspecify.annotations.Nullable;

/**
 * The contents of the page that cancels a booking.
 *
 * @param message the message to the invitee, as it was typed
 * @param mistake what is wrong with it
 */
public record CancelBookingPage(BookingItem item, String message, @Nullable String mistake) {

}
