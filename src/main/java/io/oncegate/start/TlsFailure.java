package io.oncegate.start;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why TLS to a store failed, derived from what the drivers and the JDK throw. */
enum TlsFailure {

	EXPIRED("Its certificate has expired or is not valid yet. Renew it there, or correct the clock."),

	UNTRUSTED("Its certificate is not from a CA that is trusted here."),

	OTHER_HOST("Its certificate names another host. Connect by a name that it contains, or have one issued for this"
			+ " name."),

	NO_CLIENT_CERTIFICATE("It requires a client certificate, from a CA and for a name that it knows."),

	NO_TLS("It does not use TLS. Turn TLS on there, or off here."),

	TLS_ONLY("It accepts this user from this machine only over TLS, or not at all."),

	OTHER("The TLS handshake failed.");

	private final String meaning;

	TlsFailure(String meaning) {
		this.meaning = meaning;
	}

	String meaning() {
		return this.meaning;
	}

	/** Looks for a TLS failure among the causes of a failure. */
	static Optional<TlsFailure> of(Throwable failure) {
		return causes(failure).map(TlsFailure::kind).flatMap(Optional::stream).min(Enum::compareTo);
	}

	private static Stream<Throwable> causes(Throwable failure) {
		// With a list of hosts there is a failure for each.
		return Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause)
			.flatMap((cause) -> Stream.concat(Stream.of(cause),
					Stream.of(cause.getSuppressed())
						.filter((suppressed) -> suppressed != cause)
						.flatMap(TlsFailure::causes)));
	}

	private static Optional<TlsFailure> kind(Throwable cause) {
		if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
			return Optional.of(EXPIRED);
		}
		String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
		if (has(message, "pkix path", "certification path")) {
			return Optional.of(UNTRUSTED);
		}
		if (has(message, "could not be verified", "no name matching", "no subject alternative")) {
			return Optional.of(OTHER_HOST);
		}
		if (has(message, "client certificate", "certificate_required", "bad_certificate", "unknown_ca",
				"certificate_unknown", "certificate authentication failed")) {
			return Optional.of(NO_CLIENT_CERTIFICATE);
		}
		if (has(message, "support ssl", "support for ssl", "not an ssl/tls record", "unrecognized ssl message")) {
			return Optional.of(NO_TLS);
		}
		if (has(message, "no encryption")) {
			return Optional.of(TLS_ONLY);
		}
		return (cause instanceof javax.net.ssl.SSLException) ? Optional.of(OTHER) : Optional.empty();
	}

	private static boolean has(String message, String... parts) {
		return Stream.of(parts).anyMatch(message::contains);
	}

}
