package io.oncegate.web.invitee;

import io.oncegate.web.invitee.ConfirmationPage.When;

/**
 * What the page shows on which a booking is moved.
 *
 * @param times the free times, as on the booking page
 * @param now the time that the booking has
 * @param address the path of the confirmation
 */
public record ReschedulePage(BookingPage times, When now, String address) {

}
