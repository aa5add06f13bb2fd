package io.oncegate.booking;

import java.time.Duration;

import io.netty.channel.epoll.EpollChannelOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpResources;
import reactor.netty.tcp.TcpServer;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection to PostgreSQL that leads nowhere does not stay. */
class ImpatientSocketsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Test
	@EnabledOnOs(OS.LINUX)
	void aConnectionBreaksWhenNothingIsAcknowledged() {
		DisposableServer server = TcpServer.create().host("127.0.0.1").bindNow(PATIENCE);
		Connection connection = TcpClient.create()
			.host("127.0.0.1")
			.port(server.port())
			.runOn(new ImpatientSockets(TcpResources.get(), Duration.ofSeconds(5)))
			.connectNow(PATIENCE);
		try {
			assertThat(connection.channel().config().getOption(EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(5000);
		}
		finally {
			connection.disposeNow(PATIENCE);
			server.disposeNow(PATIENCE);
		}
	}

}
