package io.oncegate.web.invitee;

/** What an invitee typed into the booking form; blank where nothing was. */
public record BookingForm(String start, String name, String email, String notes, String zone, String key, String lang) {

}
