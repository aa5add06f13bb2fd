package io.oncegate.gatling;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Checks the gateway's books after the load, and reports whether they balance. */
final class Accountant {

	/** Enough differences to see what is wrong. */
	private static final int SHOWN = 20;

	/**
	 * The gateway's auditor examines bookings that are five seconds old, 2,500 a second.
	 */
	private static final Duration AUDIT = Duration.ofSeconds(8);

	private static final int AUDITED_A_SECOND = 2000;

	private static final Duration LONGEST_AUDIT = Duration.ofMinutes(2);

	private final Owner owner;

	private final Metrics metrics;

	Accountant(Owner owner, Metrics metrics) {
		this.owner = owner;
		this.metrics = metrics;
	}

	/** Prints the report, and tells whether the books balance. */
	boolean balances(Campaign campaign, Ledger ledger) {
		try {
			List<Booking> bookings = this.owner.bookings(campaign);
			int redeemed = this.owner.redeemed(campaign);
			List<String> differences = Books.differences(campaign, ledger, bookings, redeemed);
			awaitAuditor(bookings.size());
			this.metrics.broken().forEach((law) -> differences.add("the gateway saw a law broken: " + law));
			System.out.printf("%nPeople were answered%n%s%nThe gateway has %,d bookings; %,d links of its campaign are"
					+ " redeemed.%n", ledger.toString().indent(2), bookings.size(), redeemed);
			return report(differences);
		}
		catch (IOException ex) {
			System.out.println("\nThe books cannot be read: " + ex);
			return false;
		}
	}

	private static boolean report(List<String> differences) {
		if (differences.isEmpty()) {
			System.out.println("The books balance.\n");
			return true;
		}
		System.out.printf("THE BOOKS DO NOT BALANCE. Differences: %,d%n", differences.size());
		differences.stream().limit(SHOWN).forEach((difference) -> System.out.println("  " + difference));
		System.out.println();
		return false;
	}

	private static void awaitAuditor(int bookings) throws IOException {
		Duration audit = AUDIT.plusSeconds(bookings / AUDITED_A_SECOND);
		try {
			Thread.sleep(Math.min(audit.toMillis(), LONGEST_AUDIT.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

}
