package io.oncegate.start;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Properties;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.r2dbc.postgresql.client.SSLMode;
import org.postgresql.PGProperty;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS for the JDBC driver, which instantiates this class by name: as for bookings, from
 * the same files.
 */
public final class MigrationSockets extends WrappedFactory {

	/** The argument that turns server name indication off. */
	static final String WITHOUT_SNI = "without-sni";

	private final boolean sni;

	public MigrationSockets(Properties connection) {
		this.sni = !WITHOUT_SNI.equals(PGProperty.SSL_FACTORY_ARG.getOrDefault(connection));
		String mode = PGProperty.SSL_MODE.getOrDefault(connection);
		this.factory = new PostgresTls((mode != null) ? SSLMode.fromValue(mode) : SSLMode.VERIFY_FULL,
				new PostgresTls.Files(PGProperty.SSL_ROOT_CERT.getOrDefault(connection),
						PGProperty.SSL_CERT.getOrDefault(connection), PGProperty.SSL_KEY.getOrDefault(connection),
						PGProperty.SSL_PASSWORD.getOrDefault(connection)))
			.context()
			.getSocketFactory();
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		SSLSocket secured = (SSLSocket) super.createSocket(socket, host, port, autoClose);
		if (!this.sni) {
			SSLParameters parameters = secured.getSSLParameters();
			parameters.setServerNames(List.of());
			secured.setSSLParameters(parameters);
		}
		return secured;
	}

}
