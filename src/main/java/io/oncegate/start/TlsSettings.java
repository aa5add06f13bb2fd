package io.oncegate.start;

import java.util.Map;

import io.oncegate.setting.StartException;
import io.oncegate.start.PostgresAddress.Given;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;

/**
 * The TLS settings for PostgreSQL. Anything the driver would silently ignore stops the
 * start: certificates without TLS, a CA that nothing is checked against, half of a client
 * certificate.
 */
final class TlsSettings {

	private static final String VERIFY = " To check the server's certificate, set sslMode=verify-full.";

	private final Map<String, Given> given;

	private TlsSettings(Map<String, Given> given) {
		this.given = given;
	}

	/**
	 * Reads the settings.
	 * @param given all options, under the driver's own names; those used for TLS are
	 * removed
	 * @return the mode and how certificates are checked
	 */
	static ConnectionFactoryOptions of(Map<String, Given> given) {
		return new TlsSettings(given).options();
	}

	private ConnectionFactoryOptions options() {
		SSLMode mode = mode();
		checkUse(mode);
		this.given.remove("ssl");
		ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.builder()
			.option(PostgresqlConnectionFactoryProvider.SSL_MODE, mode);
		if (mode != SSLMode.DISABLE) {
			PostgresTls tls = new PostgresTls(mode, new PostgresTls.Files(taken("sslRootCert"), taken("sslCert"),
					taken("sslKey"), taken("sslPassword")));
			options.option(PostgresqlConnectionFactoryProvider.SSL_CONTEXT_BUILDER_CUSTOMIZER, tls);
			if (!this.given.containsKey("sslHostnameVerifier")) {
				options.option(PostgresqlConnectionFactoryProvider.SSL_HOSTNAME_VERIFIER, new HostNames());
			}
		}
		return options.build();
	}

	private SSLMode mode() {
		Given ssl = this.given.get("ssl");
		Given mode = this.given.remove("sslMode");
		boolean asked = ssl != null && ssl.value().equalsIgnoreCase("true");
		if (mode == null) {
			return asked ? SSLMode.VERIFY_FULL : SSLMode.DISABLE;
		}
		SSLMode known = known(mode);
		if (ssl != null && (asked ? !requiresTls(known) : known != SSLMode.DISABLE)) {
			throw new StartException("sslMode=" + known + " in " + mode.setting() + " contradicts ssl=" + asked + " in "
					+ ssl.setting() + ". Remove one of them." + VERIFY, null);
		}
		return known;
	}

	private static SSLMode known(Given mode) {
		try {
			return SSLMode.fromValue(mode.value());
		}
		catch (IllegalArgumentException ex) {
			throw new StartException("sslMode in " + mode.setting() + " is unknown to the PostgreSQL driver."
					+ " Set it to verify-full, verify-ca, require, prefer, allow or disable.", null);
		}
	}

	/** Tells whether nothing is sent in plain text. */
	static boolean requiresTls(SSLMode mode) {
		return mode.requireSsl() || mode.name().equals("TUNNEL");
	}

	private void checkUse(SSLMode mode) {
		if (mode == SSLMode.DISABLE) {
			this.given.keySet()
				.stream()
				.filter((name) -> name.startsWith("ssl") && !name.equals("ssl"))
				.findFirst()
				.ifPresent((name) -> {
					throw wrong(name, "has no effect without TLS." + VERIFY);
				});
		}
		if (!mode.verifyCertificate() && this.given.containsKey("sslRootCert")) {
			throw wrong("sslRootCert",
					"has no effect with sslMode=" + mode + ", which checks no certificate." + VERIFY);
		}
		if (this.given.containsKey("sslCert") != this.given.containsKey("sslKey")) {
			boolean hasKey = this.given.containsKey("sslKey");
			throw wrong(hasKey ? "sslKey" : "sslCert",
					"has no effect without " + (hasKey ? "sslCert" : "sslKey") + ". Set both, or neither.");
		}
		if (this.given.containsKey("sslPassword") && !this.given.containsKey("sslKey")) {
			throw wrong("sslPassword", "has no effect without sslKey. Set sslCert and sslKey, too.");
		}
	}

	private StartException wrong(String option, String remedy) {
		Given found = this.given.get(option);
		return new StartException(
				option + " in " + ((found != null) ? found.setting() : "SPRING_R2DBC_URL") + " " + remedy, null);
	}

	private @Nullable String taken(String option) {
		Given found = this.given.remove(option);
		return (found != null) ? found.value() : null;
	}

}
