package io.oncegate.booking;

import java.time.Duration;

import io.netty.channel.epoll.EpollChannelOption;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpResources;
import reactor.netty.tcp.TcpServer;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection to PostgreSQL that leads nowhere does not stay. */
class ImpatientSocketsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration SOON = Duration.ofMillis(200);

	private final DisposableServer silent = TcpServer.create()
		.host("127.0.0.1")
		.handle((in, out) -> Mono.never())
		.bindNow(PATIENCE);

	private final DisposableServer talking = TcpServer.create()
		.host("127.0.0.1")
		.handle((in, out) -> out.sendString(Mono.just("hello")).neverComplete())
		.bindNow(PATIENCE);

	@AfterEach
	void stop() {
		this.silent.disposeNow(PATIENCE);
		this.talking.disposeNow(PATIENCE);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aConnectionBreaksWhenNothingIsAcknowledged() {
		Connection connection = connect(this.silent, sockets(PATIENCE));
		assertThat(connection.channel().config().getOption(EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(5000);
		connection.disposeNow(PATIENCE);
	}

	@Test
	void aNewConnectionBreaksWhenTheServerSaysNothing() {
		Connection connection = connect(this.silent, sockets(SOON));
		Awaitility.await().atMost(PATIENCE).until(() -> !connection.channel().isOpen());
	}

	@Test
	void aConnectionStaysWhenTheServerHasSaidSomething() {
		ImpatientSockets sockets = sockets(SOON);
		Connection connection = connect(this.talking, sockets);
		assertThat(connection.inbound().receive().asString().blockFirst(PATIENCE)).isEqualTo("hello");
		Connection later = connect(this.silent, sockets);
		Awaitility.await().atMost(PATIENCE).until(() -> !later.channel().isOpen());
		assertThat(connection.channel().isOpen()).isTrue();
		connection.disposeNow(PATIENCE);
	}

	@Test
	void connectionsToAServerThatWasReplacedAreBroken() {
		ImpatientSockets sockets = sockets(PATIENCE);
		Connection before = connect(this.silent, sockets);
		long replaced = System.nanoTime();
		Connection after = connect(this.silent, sockets);
		sockets.breakOlderThan(replaced);
		Awaitility.await().atMost(PATIENCE).until(() -> !before.channel().isOpen());
		assertThat(after.channel().isOpen()).isTrue();
		after.disposeNow(PATIENCE);
	}

	private static ImpatientSockets sockets(Duration unanswered) {
		return new ImpatientSockets(TcpResources.get(), Duration.ofSeconds(5), unanswered);
	}

	private static Connection connect(DisposableServer server, ImpatientSockets sockets) {
		return TcpClient.create().host("127.0.0.1").port(server.port()).runOn(sockets).connectNow(PATIENCE);
	}

}
