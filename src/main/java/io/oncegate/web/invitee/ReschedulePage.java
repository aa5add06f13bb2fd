package io.oncegate.web.invitee;

import io.oncegate.web.invitee.ConfirmationPage.When;

/**
 * The contents of the page on which a booking is rescheduled.
 *
 * @param times the free times, as on the booking page
 * @param now the present time of the booking
 * @param address the path of the confirmation
 */
public record ReschedulePage(BookingPage times, When now, String address) {

}
