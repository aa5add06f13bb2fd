package io.oncegate.gatling;

/** Aborts a run that makes no sense, with a line that says why. */
final class Halt extends RuntimeException {

	private Halt() {
	}

	/**
	 * Prints the reason, and exits.
	 * @return an exception to throw, which only tells the compiler that this does not
	 * return
	 */
	static Halt because(String reason) {
		System.out.println("\n" + reason + "\n");
		System.exit(1);
		return new Halt();
	}

}
