package io.oncegate.gatling;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Hands out links to virtual users. */
final class Crowd {

	private Crowd() {
	}

	/** One link for each person. */
	static Iterator<Map<String, Object>> of(Campaign campaign) {
		return campaign.tokens().stream().map(Crowd::person).iterator();
	}

	/**
	 * One link for each person; one in so many clicks twice, as two virtual users who
	 * share the link.
	 */
	static Iterator<Map<String, Object>> clickingTwice(Campaign campaign, int everySoMany) {
		List<String> tokens = campaign.tokens();
		return Stream.iterate(0, (n) -> n < tokens.size(), (n) -> n + 1).flatMap((n) -> {
			Map<String, Object> person = person(tokens.get(n));
			return (n % everySoMany == 0) ? Stream.of(person, person) : Stream.of(person);
		}).iterator();
	}

	/** The same link for everybody. */
	static Iterator<Map<String, Object>> sharing(String token) {
		return Stream.generate(() -> person(token)).iterator();
	}

	private static Map<String, Object> person(String token) {
		return Map.of(Invitee.INVITATION, new Invitation(token));
	}

}
