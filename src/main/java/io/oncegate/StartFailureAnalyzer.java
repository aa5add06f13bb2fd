package io.oncegate;

import java.sql.SQLException;

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
		if (cause instanceof SQLException sql && sql.getSQLState() != null) {
			return switch (sql.getSQLState()) {
				case "08001", "08004", "08006" ->
					"PostgreSQL does not answer (" + sql.getMessage() + "). Start it." + POSTGRES;
				case "3D000", "28P01", "28000" ->
					"PostgreSQL refuses the connection (" + sql.getMessage() + ")." + POSTGRES;
				default -> null;
			};
		}
		if (cause instanceof IllegalArgumentException && isFromR2dbc(cause)) {
			return "SPRING_R2DBC_URL is not an address (" + cause.getMessage()
					+ "). Set it to one like r2dbc:postgresql://localhost:5432/oncegate";
		}
		return null;
	}

	private static boolean isFromR2dbc(Throwable cause) {
		return cause.getStackTrace().length > 0 && cause.getStackTrace()[0].getClassName().startsWith("io.r2dbc.spi.");
	}

}
