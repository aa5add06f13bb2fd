package io.oncegate.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A bad network is bad in the way that is asked for, and in no other. */
class ProxyTests {

	private static final int PATIENCE_MILLIS = 5000;

	private final Store store = new Store();

	private final Proxy proxy = new Proxy(this.store.port());

	private final Queue<Client> clients = new ConcurrentLinkedQueue<>();

	ProxyTests() throws IOException {
	}

	@AfterEach
	void close() throws IOException {
		for (Client client : this.clients) {
			client.socket.close();
		}
		this.proxy.close();
		this.store.close();
	}

	@Test
	void withoutAFaultAllPasses() throws Exception {
		Client one = connect();
		Client two = connect();
		String large = "x".repeat(1_000_000);
		assertThat(one.ask("one")).isEqualTo("one");
		assertThat(two.ask(large)).isEqualTo(large);
		assertThat(one.ask("")).isEmpty();
		assertThat(this.proxy.cuts()).isZero();
	}

	@Test
	void endOfTheClientReachesTheStore() throws Exception {
		Client client = connect();
		client.ask("last");
		client.socket.close();
		assertThat(this.store.heard()).isEqualTo("last");
		assertThat(this.store.heard()).isEqualTo(Store.END);
	}

	@Test
	void endOfTheStoreReachesTheClient() throws Exception {
		Client client = connect();
		client.ask("one");
		this.store.close();
		assertThat(client.hear()).isNull();
	}

	@Test
	void storeThatIsNotThereBreaksTheConnection() throws Exception {
		try (ServerSocket closed = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
			this.proxy.target(closed.getLocalPort());
		}
		assertReset(connect());
	}

	@Test
	void laterConnectionsLeadToANewTarget() throws Exception {
		try (Store other = new Store()) {
			Client old = connect();
			old.ask("one");
			this.proxy.target(other.port());
			connect().ask("two");
			old.ask("three");
			assertThat(other.heard()).isEqualTo("two");
			assertThat(this.store.heard()).isEqualTo("one");
			assertThat(this.store.heard()).isEqualTo("three");
		}
	}

	@Test
	void cutResetsAllConnectionsOnBothSides() throws Exception {
		List<Client> clients = List.of(connect(), connect());
		for (Client client : clients) {
			client.ask("one");
			this.store.heard();
		}
		this.proxy.cut();
		for (Client client : clients) {
			assertReset(client);
			assertThat(this.store.heard()).isEqualTo(Store.RESET);
		}
		assertThat(connect().ask("two")).isEqualTo("two");
	}

	@Test
	void refusalIsOfNewConnections() throws Exception {
		Client old = connect();
		old.ask("one");
		this.proxy.refuse(true);
		assertReset(connect());
		assertThat(old.ask("two")).isEqualTo("two");
		this.proxy.refuse(false);
		assertThat(connect().ask("three")).isEqualTo("three");
	}

	@Test
	void delayIsLatencyAndCostsNoThroughput() throws Exception {
		Client client = connect();
		client.ask("warm");
		this.proxy.delay(Duration.ofSeconds(1));
		long start = System.nanoTime();
		for (int n = 0; n < 10; n++) {
			client.say("line " + n);
			// So that each is a chunk of its own.
			Thread.sleep(5);
		}
		assertThat(client.hear()).isEqualTo("line 0");
		assertThat(millisSince(start)).isBetween(1000L, 5000L);
		for (int n = 1; n < 10; n++) {
			assertThat(client.hear()).isEqualTo("line " + n);
		}
		assertThat(millisSince(start)).isBetween(1040L, 5000L);
	}

	@Test
	void delayIsOfAnswersOnlyAndEnds() throws Exception {
		Client client = connect();
		client.ask("warm");
		this.store.heard();
		this.proxy.delay(Duration.ofSeconds(2));
		long start = System.nanoTime();
		client.say("slow");
		this.store.heard();
		assertThat(millisSince(start)).isLessThan(2000);
		this.proxy.delay(Duration.ZERO);
		client.say("fast");
		assertThat(client.hear()).isEqualTo("slow");
		assertThat(client.hear()).isEqualTo("fast");
		start = System.nanoTime();
		client.ask("fast");
		assertThat(millisSince(start)).isLessThan(2000);
	}

	@Test
	void swallowedBytesAreLostBothWays() throws Exception {
		Client client = connect();
		client.ask("one");
		this.store.heard();
		this.proxy.swallow(true);
		client.say("lost");
		this.store.sayToAll("lost too");
		assertSilent(client);
		assertThat(this.store.heardNothing()).isTrue();
	}

	@Test
	void endIsSwallowedToo() throws Exception {
		Client client = connect();
		client.ask("one");
		this.proxy.swallow(true);
		this.store.close();
		assertSilent(client);
	}

	@Test
	void connectionsThatLostBytesAreResetAfterwards() throws Exception {
		Client client = connect();
		client.ask("one");
		this.proxy.swallow(true);
		Client during = connect();
		client.say("lost");
		during.say("lost");
		assertSilent(client);
		this.proxy.swallow(false);
		assertReset(client);
		assertReset(during);
		assertThat(connect().ask("two")).isEqualTo("two");
	}

	@Test
	void trappedAnswerIsNotHeardAndItsWorkIsDone() throws Exception {
		this.proxy.cutAnswers("INSERT 0 1", 1);
		Client client = connect();
		assertThat(client.ask("INSERT 0 0")).isEqualTo("INSERT 0 0");
		client.say("... INSERT 0 1 ...");
		assertReset(client);
		assertThat(this.store.heard()).isEqualTo("INSERT 0 0");
		assertThat(this.store.heard()).isEqualTo("... INSERT 0 1 ...");
		assertThat(this.store.heard()).isEqualTo(Store.RESET);
		assertThat(this.proxy.cuts()).isOne();
		this.proxy.cutAnswers(null, 1);
		assertThat(connect().ask("INSERT 0 1")).isEqualTo("INSERT 0 1");
	}

	@Test
	void trappedRequestReachesTheStoreAndHasNoAnswer() throws Exception {
		this.proxy.cutRequests("@faults.example", 1);
		for (int n = 0; n < 20; n++) {
			Client client = connect();
			assertThat(client.ask("ada@example.com")).isEqualTo("ada@example.com");
			client.say("ada@faults.example");
			assertReset(client);
			assertThat(this.store.heard()).isEqualTo("ada@example.com");
			assertThat(this.store.heard()).isEqualTo("ada@faults.example");
			assertThat(this.store.heard()).isEqualTo(Store.RESET);
		}
		assertThat(this.proxy.cuts()).isEqualTo(20);
		this.proxy.cutRequests(null, 1);
		assertThat(connect().ask("ada@faults.example")).isEqualTo("ada@faults.example");
	}

	@Test
	void trapsCatchAsOftenAsTheyAreTold() throws Exception {
		this.proxy.cutAnswers("x", 0);
		this.proxy.cutRequests("x", 0);
		Client safe = connect();
		for (int n = 0; n < 50; n++) {
			assertThat(safe.ask("x")).isEqualTo("x");
		}
		assertThat(this.proxy.cuts()).isZero();
		this.proxy.cutAnswers("x", 0.5);
		int heard = 0;
		for (int n = 0; n < 60; n++) {
			Client client = connect();
			client.say("x");
			try {
				heard += "x".equals(client.hear()) ? 1 : 0;
			}
			catch (SocketException ex) {
				// It was caught.
			}
		}
		assertThat(heard).isBetween(5, 55);
		assertThat(this.proxy.cuts()).isEqualTo(60 - heard);
	}

	@Test
	void closedProxyHasNoConnections() throws Exception {
		Client client = connect();
		client.ask("one");
		this.proxy.close();
		assertReset(client);
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> connect().hear());
	}

	private Client connect() throws IOException {
		Client client = new Client(new Socket(InetAddress.getLoopbackAddress(), this.proxy.port()));
		client.socket.setSoTimeout(PATIENCE_MILLIS);
		this.clients.add(client);
		return client;
	}

	private static void assertReset(Client client) {
		assertThatExceptionOfType(SocketException.class).isThrownBy(client::hear).withMessageContaining("reset");
	}

	private static void assertSilent(Client client) throws IOException {
		client.socket.setSoTimeout(100);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::hear);
		client.socket.setSoTimeout(PATIENCE_MILLIS);
	}

	private static long millisSince(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
	}

	/** One end of a connection on which lines are said and heard. */
	private static final class Client {

		final Socket socket;

		final BufferedReader reader;

		Client(Socket socket) throws IOException {
			this.socket = socket;
			this.socket.setTcpNoDelay(true);
			this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
		}

		void say(String line) throws IOException {
			this.socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
		}

		@Nullable String hear() throws IOException {
			return this.reader.readLine();
		}

		@Nullable String ask(String line) throws IOException {
			say(line);
			return hear();
		}

	}

	/** Says what it hears. */
	private static final class Store implements AutoCloseable {

		static final String END = "(end)";

		static final String RESET = "(reset)";

		private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());

		private final Queue<Client> clients = new ConcurrentLinkedQueue<>();

		private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

		Store() throws IOException {
			start(this::accept);
		}

		int port() {
			return this.server.getLocalPort();
		}

		@Nullable String heard() throws InterruptedException {
			return this.heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}

		boolean heardNothing() {
			return this.heard.isEmpty();
		}

		void sayToAll(String line) throws IOException {
			for (Client client : this.clients) {
				client.say(line);
			}
		}

		@Override
		public void close() throws IOException {
			this.server.close();
			for (Client client : this.clients) {
				client.socket.close();
			}
		}

		private void accept() {
			try {
				while (true) {
					Client client = new Client(this.server.accept());
					this.clients.add(client);
					start(() -> echo(client));
				}
			}
			catch (IOException ex) {
				// The store was closed.
			}
		}

		private void echo(Client client) {
			try (Socket socket = client.socket) {
				for (String line; (line = client.hear()) != null;) {
					this.heard.add(line);
					client.say(line);
				}
				this.heard.add(END);
			}
			catch (IOException ex) {
				this.heard.add(RESET);
			}
		}

		private static void start(Runnable work) {
			Thread thread = new Thread(work, "store");
			thread.setDaemon(true);
			thread.start();
		}

	}

}
