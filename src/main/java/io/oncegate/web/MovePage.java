package io.oncegate.web;

import io.oncegate.web.ConfirmationPage.When;

/**
 * What the page shows on which a booking is moved.
 *
 * @param times the free times, as on the booking page
 * @param now the time that the booking has
 * @param address the path of the confirmation
 */
public record MovePage(BookingPage times, When now, String address) {

}
