package io.oncegate;

import java.sql.SQLException;

import io.lettuce.core.RedisConnectionException;
import io.oncegate.embedded.StartException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.annotation.Order;

/** Explains a failed start by the setting that is wrong. */
@Order(0)
class StartFailureAnalyzer implements FailureAnalyzer {

	private static final String POSTGRES = " Correct SPRING_R2DBC_URL, SPRING_R2DBC_USERNAME or SPRING_R2DBC_PASSWORD.";

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String explanation = explain(cause);
			if (explanation != null) {
				return new FailureAnalysis(explanation, null, cause);
			}
		}
		return null;
	}

	private static @Nullable String explain(Throwable cause) {
		if (cause instanceof StartException) {
			return cause.getMessage();
		}
		if (cause instanceof PortInUseException taken) {
			return "Port " + taken.getPort() + " is in use. Stop the program that uses it, or set SERVER_PORT or"
					+ " MANAGEMENT_SERVER_PORT to another one.";
		}
		if (cause instanceof RedisConnectionException) {
			return "Redis does not answer (" + root(cause).getMessage() + "). Start it, or correct"
					+ " SPRING_DATA_REDIS_HOST, _PORT, _PASSWORD or SPRING_DATA_REDIS_URL.";
		}
		// The class is not public.
		if (cause.getClass().getName().endsWith("RedisUrlSyntaxException")) {
			return "SPRING_DATA_REDIS_URL is not an address. Set it to one like redis://localhost:6379";
		}
		if (cause instanceof SQLException sql && sql.getSQLState() != null) {
			return switch (sql.getSQLState()) {
				case "08001", "08004", "08006" ->
					"PostgreSQL does not answer (" + sql.getMessage() + "). Start it." + POSTGRES;
				case "3D000", "28P01", "28000" ->
					"PostgreSQL refuses the connection (" + sql.getMessage() + ")." + POSTGRES;
				default -> null;
			};
		}
		if (cause instanceof RuntimeException && isFromR2dbc(cause)) {
			return "SPRING_R2DBC_URL, SPRING_R2DBC_USERNAME or SPRING_R2DBC_PASSWORD is missing or wrong ("
					+ cause.getMessage() + "). An address is like r2dbc:postgresql://localhost:5432/oncegate";
		}
		return null;
	}

	private static boolean isFromR2dbc(Throwable cause) {
		return cause.getStackTrace().length > 0 && cause.getStackTrace()[0].getClassName().startsWith("io.r2dbc.spi.");
	}

	private static Throwable root(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

}
