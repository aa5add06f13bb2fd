package io.oncegate.web.owner.campaign;

import io.oncegate.campaign.ArchiveOutcome;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import reactor.core.publisher.Mono;

/** Why a campaign is not archived, and what to do about it. */
public final class ArchiveRefusals {

	private ArchiveRefusals() {
	}

	/** Fails unless a campaign is archived, or there is none. */
	public static Mono<ArchiveOutcome> refuse(Mono<ArchiveOutcome> outcome) {
		return outcome.flatMap((known) -> (known == ArchiveOutcome.ARCHIVED) ? Mono.just(known)
				: Mono.error(ProblemException.of(Problem.CONFLICT, why(known))));
	}

	private static String why(ArchiveOutcome outcome) {
		return switch (outcome) {
			case ARCHIVED -> throw new IllegalArgumentException("It is archived.");
			case ACTIVE -> "People can still book with links of the campaign. Revoke it first, or wait until they have"
					+ " expired.";
			case TOO_MANY -> "The campaign has too many links to find out whether all of them are spent, and has not"
					+ " expired. Revoke it first; spent links and bookings stay.";
			case UPLOADING ->
				"An upload is adding links to the campaign. Archive it when the upload is over; one that was"
						+ " interrupted is, after 30 seconds.";
		};
	}

}
