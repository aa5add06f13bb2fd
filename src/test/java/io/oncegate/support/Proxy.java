package io.oncegate.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/** A bad network: stands between the gateway and one of its stores. */
public final class Proxy implements AutoCloseable {

	private final ServerSocket server;

	private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();

	private final AtomicLong cuts = new AtomicLong();

	private volatile int target;

	private volatile boolean refuses;

	private volatile boolean swallows;

	private volatile Duration delay = Duration.ZERO;

	private volatile String delayed = "";

	private volatile @Nullable Trap answerTrap;

	private volatile @Nullable Trap requestTrap;

	/** Opens a free port that leads to this one. */
	public Proxy(int target) throws IOException {
		this(0, target);
	}

	/** Opens a port that leads to another one. */
	public Proxy(int port, int target) throws IOException {
		this.server = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
		this.target = target;
		start(this::accept);
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/** Sets where later connections lead. */
	public void target(int port) {
		this.target = port;
	}

	/** Resets all connections. */
	public synchronized void cut() {
		this.connections.forEach(ProxyConnection::reset);
	}

	/** Sets whether new connections are reset at once. */
	public synchronized void refuse(boolean on) {
		this.refuses = on;
	}

	/**
	 * Sets how much later what the store says reaches the client. What is under way keeps
	 * its old delay.
	 */
	public void delay(Duration answers) {
		delay("", answers);
	}

	/**
	 * Sets how much later those answers that contain this reach the client, and what
	 * follows them.
	 * @param marker in ASCII
	 */
	public void delay(String marker, Duration answers) {
		this.delayed = marker;
		this.delay = answers;
	}

	/**
	 * Sets whether connections stay open while all that is sent on them, their end too,
	 * is lost. When this ends, all connections are reset.
	 */
	public synchronized void swallow(boolean on) {
		boolean ends = this.swallows && !on;
		this.swallows = on;
		if (ends) {
			cut();
		}
	}

	/**
	 * Loses answers that contain this, with this probability, and the connection with
	 * them: the store has done the work, and the client does not know.
	 * @param marker in ASCII, or {@code null} to lose none
	 */
	public void cutAnswers(@Nullable String marker, double probability) {
		this.answerTrap = (marker != null) ? new Trap(marker, probability) : null;
	}

	/**
	 * Resets connections as soon as a request that contains this is sent on, with this
	 * probability.
	 * @param marker in ASCII, or {@code null} to reset none
	 */
	public void cutRequests(@Nullable String marker, double probability) {
		this.requestTrap = (marker != null) ? new Trap(marker, probability) : null;
	}

	/** How often an answer or a request led to a reset. */
	public long cuts() {
		return this.cuts.get();
	}

	@Override
	public void close() throws IOException {
		refuse(true);
		this.server.close();
		cut();
	}

	boolean swallows() {
		return this.swallows;
	}

	long delayNanos(byte[] answer) {
		return contains(answer, this.delayed) ? this.delay.toNanos() : 0;
	}

	boolean catchesAnswer(byte[] chunk) {
		return catches(this.answerTrap, chunk);
	}

	boolean catchesRequest(byte[] chunk) {
		return catches(this.requestTrap, chunk);
	}

	void forget(ProxyConnection connection) {
		this.connections.remove(connection);
	}

	private void accept() {
		try {
			while (true) {
				add(new ProxyConnection(this, this.server.accept()));
			}
		}
		catch (IOException ex) {
			// The proxy was closed.
		}
	}

	/** At once with the switches: either cut() finds the connection, or it is refused. */
	private synchronized void add(ProxyConnection connection) {
		this.connections.add(connection);
		if (this.refuses) {
			connection.reset();
		}
		else {
			connection.open(this.target);
		}
	}

	private boolean catches(@Nullable Trap trap, byte[] chunk) {
		boolean caught = trap != null && contains(chunk, trap.marker())
				&& ThreadLocalRandom.current().nextDouble() < trap.probability();
		if (caught) {
			this.cuts.incrementAndGet();
		}
		return caught;
	}

	private static boolean contains(byte[] chunk, String marker) {
		return new String(chunk, StandardCharsets.ISO_8859_1).contains(marker);
	}

	/** Starts a thread that ends with its sockets. */
	static void start(Runnable work) {
		Thread thread = new Thread(work, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private record Trap(String marker, double probability) {
	}

}
