package io.oncegate.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real PostgreSQL that has a role and a database {@code oncegate}, to be had over TLS
 * with a password, and a role {@code certified}, to be had with a client's certificate.
 */
public final class TlsPostgres implements AutoCloseable {

	public static final String PASSWORD = "a-password-that-nobody-may-see";

	private static final String RULES = """
			host     all  postgres   127.0.0.1/32  trust
			hostssl  all  oncegate   127.0.0.1/32  scram-sha-256
			hostssl  all  certified  127.0.0.1/32  cert
			""";

	private final EmbeddedPostgres server;

	/** Starts it with a certificate of an authority. */
	public TlsPostgres(Path directory, Authority authority, Path certificate) throws IOException, SQLException {
		this.server = EmbeddedPostgres.builder()
			.setDataDirectory(directory)
			.setCleanDataDirectory(false)
			.setServerConfig("listen_addresses", "127.0.0.1")
			.setServerConfig("ssl", "on")
			.setServerConfig("ssl_cert_file", certificate.toString())
			.setServerConfig("ssl_key_file", authority.key().toString())
			.setServerConfig("ssl_ca_file", authority.certificate().toString())
			.setServerConfig("hba_file", Files.writeString(directory.resolveSibling("rules"), RULES).toString())
			.start();
		sql("create role oncegate login password '" + PASSWORD + "'", "create database oncegate owner oncegate",
				"create role certified login in role oncegate", "alter role certified set role oncegate");
	}

	public int port() {
		return this.server.getPort();
	}

	/** Runs statements as its superuser. */
	public void sql(String... statements) throws SQLException {
		try (Connection connection = this.server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
