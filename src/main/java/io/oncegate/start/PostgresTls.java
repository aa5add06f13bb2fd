package io.oncegate.start;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.oncegate.setting.StartException;
import io.r2dbc.postgresql.client.SSLMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The CAs that both drivers trust, and their client certificate: read in the same way for
 * both, from PEM files, at startup. If no CA is given, they trust those of the JVM. Both
 * ignore files in a home directory.
 */
final class PostgresTls implements Function<SslContextBuilder, SslContextBuilder> {

	private final Files files;

	private final SslManagerBundle managers;

	/**
	 * Reads the files.
	 * @throws StartException if one of them cannot be used
	 */
	PostgresTls(SSLMode mode, Files files) {
		this.files = files;
		SslManagerBundle managers = managers();
		// Read once: an event loop that connects must not read files.
		this.managers = SslManagerBundle.of(managers.getKeyManagerFactory(),
				mode.verifyCertificate() ? managers.getTrustManagerFactory() : InsecureTrustManagerFactory.INSTANCE);
	}

	Files files() {
		return this.files;
	}

	/** Prepares a connection for bookings. */
	@Override
	public SslContextBuilder apply(SslContextBuilder context) {
		return context.trustManager(this.managers.getTrustManagerFactory())
			.keyManager(this.managers.getKeyManagerFactory())
			// Netty would check the host name in every mode; in verify-full the driver
			// does.
			.endpointIdentificationAlgorithm(null);
	}

	/** Prepares a connection for migrations. */
	SSLContext context() {
		return this.managers.createSslContext(SslBundle.DEFAULT_PROTOCOL);
	}

	private SslManagerBundle managers() {
		String authority = this.files.authority();
		String certificate = this.files.certificate();
		String key = this.files.key();
		return SslBundle
			.of(new PemSslStoreBundle((certificate != null && key != null) ? client(certificate, key) : null,
					(authority != null) ? certificates("sslRootCert", authority) : null))
			.getManagers();
	}

	private PemSslStore client(String certificate, String key) {
		List<X509Certificate> certificates = Objects
			.requireNonNull(certificates("sslCert", certificate).certificates());
		PrivateKey privateKey = key(certificate, key);
		if (!fits(certificates.get(0), privateKey)) {
			throw new StartException(
					setting("sslKey") + " is wrong: " + shown(key)
							+ " is not the key of the first certificate in sslCert. Use the key that belongs to it.",
					null);
		}
		return PemSslStore.of(certificates, privateKey);
	}

	private static PemSslStore certificates(String option, String file) {
		try {
			List<X509Certificate> certificates = Objects
				.requireNonNull(PemSslStore.load(PemSslStoreDetails.forCertificates(file)))
				.certificates();
			return PemSslStore.of(Objects.requireNonNull(certificates), null);
		}
		catch (RuntimeException ex) {
			throw unreadable(option, "a certificate", "BEGIN CERTIFICATE", file, ex);
		}
	}

	private PrivateKey key(String certificate, String key) {
		PemSslStoreDetails details = PemSslStoreDetails.forCertificates(certificate)
			.withPrivateKey(key)
			.withPrivateKeyPassword(this.files.password());
		try {
			return Objects.requireNonNull(Objects.requireNonNull(PemSslStore.load(details)).privateKey());
		}
		catch (RuntimeException ex) {
			throw unreadable("sslKey", "a private key, with this sslPassword if it has one", "BEGIN PRIVATE KEY", key,
					ex);
		}
	}

	private static StartException unreadable(String option, String kind, String begins, String file,
			RuntimeException cause) {
		Throwable reason = (cause.getCause() != null) ? cause.getCause() : cause;
		return new StartException(setting(option) + " is wrong: " + shown(file) + " cannot be read as " + kind + " ("
				+ reason.getMessage() + "). Set it to the path of a PEM file, with " + begins
				+ ", that the gateway can read.", cause);
	}

	private static String setting(String option) {
		return option + ", of SPRING_R2DBC_URL or SPRING_R2DBC_PROPERTIES_" + option.toUpperCase(Locale.ROOT) + ",";
	}

	private static String shown(String file) {
		return file.contains("-----") ? "the text" : file;
	}

	/** Whether a certificate belongs to a key. */
	private static boolean fits(X509Certificate certificate, PrivateKey key) {
		String algorithm = switch (key.getAlgorithm()) {
			case "RSA" -> "SHA256withRSA";
			case "EC" -> "SHA256withECDSA";
			default -> key.getAlgorithm();
		};
		try {
			Signature signature = Signature.getInstance(algorithm);
			signature.initSign(key);
			byte[] signed = signature.sign();
			signature.initVerify(certificate.getPublicKey());
			return signature.verify(signed);
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	/**
	 * PEM files.
	 *
	 * @param authority the CAs that are trusted
	 * @param certificate the client's, with intermediate certificates
	 * @param key the client's
	 * @param password of the key
	 */
	record Files(@Nullable String authority, @Nullable String certificate, @Nullable String key,
			@Nullable String password) {

	}

}
