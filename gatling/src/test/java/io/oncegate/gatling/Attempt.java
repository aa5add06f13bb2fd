package io.oncegate.gatling;

/**
 * A request to book. Sent again it is still the same, with the same Idempotency-Key.
 *
 * @param id its key, and the name in the invitee's e-mail address, so that a booking
 * names the attempt that made it
 * @param token of the link
 * @param start the time chosen
 */
record Attempt(String id, String token, String start) {

	String email() {
		return this.id + "@example.com";
	}

	String body() {
		return """
				{"start":"%s","invitee":{"name":"Person %s","email":"%s","timeZone":"Europe/Berlin"}}"""
			.formatted(this.start, this.id, email());
	}

}
