package io.oncegate.gatling;

/** A booking, as the gateway lists it. */
record Booking(String id, String start, String status, String email, String linkId) {
}
