package io.oncegate.gatling;

/**
 * A request to book. It keeps its Idempotency-Key when it is sent again.
 *
 * @param id the key, which is also the local part of the invitee's email address, so that
 * a booking names the attempt that made it
 * @param token the token of the link
 * @param start the chosen time
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
