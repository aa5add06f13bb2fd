package io.oncegate.gatling;

/** Ends a run that makes no sense, with a line that says why. */
final class Halt extends RuntimeException {

	private Halt() {
	}

	/**
	 * Says why, and ends the program.
	 * @return nothing; thrown by the caller, so that the compiler sees the end
	 */
	static Halt because(String reason) {
		System.out.println("\n" + reason + "\n");
		System.exit(1);
		return new Halt();
	}

}
