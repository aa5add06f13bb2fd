package io.oncegate.start;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.oncegate.setting.StartException;
import io.r2dbc.spi.R2dbcException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.annotation.Order;

/** Explains a failed start by naming the wrong setting. */
@Order(0)
class StartFailureAnalyzer implements FailureAnalyzer {

	private static final String POSTGRES = " Correct SPRING_R2DBC_URL, SPRING_R2DBC_USERNAME or SPRING_R2DBC_PASSWORD.";

	private static final Map<TlsFailure, String> POSTGRES_TLS = new EnumMap<>(
			Map.of(TlsFailure.UNTRUSTED, "Set sslRootCert in SPRING_R2DBC_URL to the file of its CA.",
					TlsFailure.OTHER_HOST, "sslMode=verify-ca in SPRING_R2DBC_URL accepts any name.",
					TlsFailure.NO_CLIENT_CERTIFICATE, "Set sslCert and sslKey in SPRING_R2DBC_URL.", TlsFailure.NO_TLS,
					"The setting is sslMode, or r2dbcs:, in SPRING_R2DBC_URL.", TlsFailure.TLS_ONLY,
					"Set sslMode=verify-full in SPRING_R2DBC_URL, or correct its database or SPRING_R2DBC_USERNAME."));

	private static final Map<TlsFailure, String> REDIS_TLS = new EnumMap<>(Map.of(TlsFailure.UNTRUSTED,
			"Set SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE to the file of its CA, and"
					+ " SPRING_DATA_REDIS_SSL_BUNDLE=redis.",
			TlsFailure.NO_CLIENT_CERTIFICATE,
			"Set SPRING_SSL_BUNDLE_PEM_REDIS_KEYSTORE_CERTIFICATE and _KEYSTORE_PRIVATEKEY, and"
					+ " SPRING_DATA_REDIS_SSL_BUNDLE=redis.",
			TlsFailure.NO_TLS,
			"The setting is SPRING_DATA_REDIS_SSL_ENABLED, _SSL_BUNDLE, or rediss: in" + " SPRING_DATA_REDIS_URL."));

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		FailureAnalysis own = analyze(failure, StartFailureAnalyzer::said);
		return (own != null) ? own : analyze(failure, StartFailureAnalyzer::explain);
	}

	private static @Nullable FailureAnalysis analyze(Throwable failure,
			Function<Throwable, @Nullable String> explanation) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String explained = explanation.apply(cause);
			if (explained != null) {
				return new FailureAnalysis(explained, null, cause);
			}
		}
		return null;
	}

	/** Errors found by the gateway itself, wherever they were thrown. */
	private static @Nullable String said(Throwable cause) {
		return (cause instanceof StartException) ? cause.getMessage() : null;
	}

	private static @Nullable String explain(Throwable cause) {
		if (cause instanceof WebServerException) {
			return server(cause);
		}
		if (cause instanceof RedisConnectionException) {
			return redis(cause);
		}
		if (cause instanceof NoSuchSslBundleException missing) {
			return "SPRING_DATA_REDIS_SSL_BUNDLE names \"" + missing.getBundleName() + "\", which does not exist. Set"
					+ " SPRING_SSL_BUNDLE_PEM_" + missing.getBundleName().toUpperCase(Locale.ROOT)
					+ "_TRUSTSTORE_CERTIFICATE to the file of a CA.";
		}
		String message = String.valueOf(cause.getMessage());
		if (cause instanceof IllegalStateException && message.matches("Unable to create (key|trust) store: .*")) {
			return "The certificates of SPRING_DATA_REDIS_SSL_BUNDLE cannot be read (" + root(cause).getMessage()
					+ "). Correct SPRING_SSL_BUNDLE_PEM_…: set them to the paths of PEM files that the gateway can read.";
		}
		// The class is not public.
		if (cause.getClass().getName().endsWith("MultipleConnectionPoolConfigurationsException")) {
			return "SPRING_R2DBC_URL names a pool, but the gateway has its own. Remove \"pool:\", and set its size with"
					+ " SPRING_R2DBC_POOL_MAX_SIZE.";
		}
		String setting = WrongValue.explain(cause);
		if (setting != null) {
			return setting;
		}
		if (cause instanceof IllegalArgumentException && isFrom("io.r2dbc.pool.", cause)) {
			return "SPRING_R2DBC_POOL_INITIAL_SIZE or _MAX_SIZE is wrong (" + message
					+ "). Both must be at least 1, and the first" + " no larger than the second.";
		}
		if (cause instanceof SQLException sql && sql.getSQLState() != null) {
			return postgres(sql, sql.getSQLState());
		}
		if (cause instanceof R2dbcException r2dbc && r2dbc.getSqlState() != null) {
			return postgres(r2dbc, r2dbc.getSqlState());
		}
		return null;
	}

	private static @Nullable String server(Throwable cause) {
		String reason = String.valueOf(root(cause).getMessage());
		if (reason.contains("assign requested address")) {
			return "SERVER_ADDRESS or MANAGEMENT_SERVER_ADDRESS is not an address of this machine. Set it to one, or to"
					+ " 0.0.0.0 for all of them.";
		}
		if (reason.contains("Permission denied")) {
			return "SERVER_PORT or MANAGEMENT_SERVER_PORT is a port that this user may not open. Set it to a number from 1024"
					+ " to 65535.";
		}
		return (cause instanceof PortInUseException taken) ? "Port " + taken.getPort() + " is in use. Stop the program"
				+ " that uses it, or set SERVER_PORT or MANAGEMENT_SERVER_PORT to another one." : null;
	}

	private static boolean isFrom(String classes, Throwable cause) {
		return Arrays.stream(cause.getStackTrace())
			.limit(5)
			.anyMatch((frame) -> frame.getClassName().startsWith(classes));
	}

	private static String redis(Throwable cause) {
		Throwable root = root(cause);
		Optional<String> tls = TlsFailure.of(cause).map((failure) -> explained("Redis", failure, REDIS_TLS, root));
		String fault = (root instanceof RedisCommandExecutionException) ? "Redis refuses the connection ("
				: "Redis does not respond (";
		return tls.orElseGet(() -> fault + root.getMessage()
				+ "). Start it, or correct SPRING_DATA_REDIS_HOST, _PORT, _PASSWORD or SPRING_DATA_REDIS_URL; if it uses TLS, set"
				+ " SPRING_DATA_REDIS_SSL_ENABLED.");
	}

	private static @Nullable String postgres(Throwable cause, String state) {
		Optional<TlsFailure> tls = TlsFailure.of(cause);
		if (tls.isPresent()) {
			return explained("PostgreSQL", tls.get(), POSTGRES_TLS, cause);
		}
		if (String.valueOf(cause.getMessage()).contains("targetServerType")) {
			return "None of the PostgreSQL servers that respond is the primary. Promote one of them, or add it to"
					+ " SPRING_R2DBC_URL.";
		}
		return switch (state) {
			case "08001", "08003", "08004", "08006" ->
				"PostgreSQL does not respond (" + cause.getMessage() + "). Start it." + POSTGRES;
			case "3D000", "28P01", "28000" ->
				"PostgreSQL refuses the connection (" + cause.getMessage() + ")." + POSTGRES;
			default -> null;
		};
	}

	private static String explained(String store, TlsFailure failure, Map<TlsFailure, String> remedies,
			Throwable cause) {
		return store + " and the gateway cannot agree on TLS (" + cause.getMessage() + "). " + failure.meaning() + " "
				+ remedies.getOrDefault(failure, "");
	}

	private static Throwable root(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

}
