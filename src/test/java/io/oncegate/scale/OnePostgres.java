package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import io.oncegate.embedded.DataDirectory;
import io.oncegate.embedded.EmbeddedPostgres;

/** The PostgreSQL of trials in which Redis fails. */
final class OnePostgres implements Arrangement.Postgres {

	private final DataDirectory data;

	private final EmbeddedPostgres server;

	OnePostgres(Path directory) throws IOException {
		this.data = new DataDirectory(Files.createDirectories(directory.toAbsolutePath()));
		this.server = new EmbeddedPostgres(this.data);
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("SPRING_R2DBC_URL",
				"r2dbc:postgresql://127.0.0.1:" + this.server.port() + "/" + EmbeddedPostgres.DATABASE,
				"SPRING_R2DBC_USERNAME", EmbeddedPostgres.ROLE, "SPRING_R2DBC_PASSWORD", this.server.password());
	}

	@Override
	public Connection connect() throws SQLException {
		return DriverManager.getConnection(
				"jdbc:postgresql://127.0.0.1:" + this.server.port() + "/" + EmbeddedPostgres.DATABASE,
				EmbeddedPostgres.ROLE, this.server.password());
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		this.data.close();
	}

}
