package io.oncegate.link;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import io.oncegate.embedded.DataDirectory;
import io.oncegate.setting.StartException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/** Reads the token keys, or generates one and keeps it with the built-in stores. */
@Configuration(proxyBeanMethods = false)
class LinkConfiguration {

	private static final String REMEDY = " Generate one with: openssl rand -base64 32";

	@Bean
	Tokens tokens(@Value("${oncegate.link-secret:}") String secret, @Value("${spring.r2dbc.url:}") String database,
			ObjectProvider<DataDirectory> data) {
		if (StringUtils.hasText(secret)) {
			return tokens(secret, "ONCEGATE_LINK_SECRET", REMEDY);
		}
		if (StringUtils.hasText(database)) {
			// All gateways on the same database need the same keys.
			throw new StartException(
					"ONCEGATE_LINK_SECRET is not set, and is required with an external PostgreSQL." + REMEDY, null);
		}
		return tokens(data.getObject().secret("link-secret", LinkConfiguration::freshKey),
				"The content of the file link-secret in the data directory (ONCEGATE_DATA_DIR)",
				" Restore the file from a backup. If there is none, delete it: a new one is generated, and all existing links"
						+ " stop working.");
	}

	private static Tokens tokens(String secret, String where, String remedy) {
		try {
			List<byte[]> keys = Arrays.stream(secret.split(","))
				.map(String::strip)
				.map(Base64.getDecoder()::decode)
				.toList();
			return new Tokens(new TokenSeal(keys));
		}
		catch (IllegalArgumentException ex) {
			throw new StartException(
					where + " is not base64 of at least 32 bytes (several keys are separated by commas): "
							+ ex.getMessage() + "." + remedy,
					ex);
		}
	}

	private static String freshKey() {
		byte[] key = new byte[32];
		new SecureRandom().nextBytes(key);
		return Base64.getEncoder().encodeToString(key);
	}

}
