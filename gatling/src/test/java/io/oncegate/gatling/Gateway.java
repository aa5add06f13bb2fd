package io.oncegate.gatling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The gateway under load.
 *
 * @param url the URL of its public port
 * @param managementUrl the URL of its management port
 * @param apiKey the key of the owner whose campaign is used
 */
record Gateway(String url, String managementUrl, String apiKey) {

	/**
	 * The gateway given by the system properties {@code baseUrl}, {@code managementUrl}
	 * and {@code apiKey}; with {@code -Dgateway=start}, one that this run starts.
	 */
	static Gateway given() {
		String gateway = Settings.text("gateway", "running");
		return switch (gateway) {
			case "start" -> OwnGateway.start();
			case "running" -> running();
			default ->
				throw Halt.because("gateway is '" + gateway + "'. Set it to start, or leave it out for a running one.");
		};
	}

	private static Gateway running() {
		String key = System.getenv("ONCEGATE_API_KEY");
		key = Settings.text("apiKey", (key != null && !key.isBlank()) ? key.trim() : kept());
		if (key.isEmpty()) {
			throw Halt.because("There is no API key. Set ONCEGATE_API_KEY, or add -DapiKey=KEY, to the key that the"
					+ " gateway printed at its first start.");
		}
		if (!key.matches("[!-~]+")) {
			throw Halt.because("The API key has characters that no key has. Copy it again.");
		}
		return new Gateway(address("baseUrl", "http://localhost:8080"),
				address("managementUrl", "http://localhost:8081"), key);
	}

	/** The key in the file given by {@code -DapiKeyFile}; empty if none is given. */
	private static String kept() {
		String file = Settings.text("apiKeyFile", "");
		try {
			return file.isEmpty() ? "" : Files.readString(Path.of(file)).trim();
		}
		catch (IOException ex) {
			throw Halt.because("apiKeyFile is '" + file + "', which cannot be read: " + ex);
		}
	}

	private static String address(String name, String usual) {
		String address = Settings.text(name, usual);
		if (!address.matches("https?://[A-Za-z0-9.\\-\\[\\]:]+/?")) {
			throw Halt.because(name + " is '" + address + "'. Set it to an address like " + usual + ".");
		}
		return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
	}

}
