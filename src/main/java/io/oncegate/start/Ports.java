package io.oncegate.start;

/** The ports of other machines. */
final class Ports {

	private Ports() {
	}

	/** The part after the last colon; everything if there is none. */
	static String after(String node) {
		return node.substring(node.lastIndexOf(':') + 1);
	}

	static boolean isPort(String text) {
		return text.matches("\\d{1,5}") && isPort(Integer.parseInt(text));
	}

	static boolean isPort(int port) {
		return port >= 1 && port <= 65_535;
	}

}
