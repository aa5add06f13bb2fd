package io.oncegate.scale;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that come back to them: none of those that the system gives to
 * outgoing connections, one of which could take the port of a server that is down.
 */
final class FreePort {

	private static final int FIRST = 12_000;

	private static final int NUMBER = 20_000;

	/** Another test process begins elsewhere. */
	private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(NUMBER));

	private FreePort() {
	}

	/** Finds one that nothing listens on, and that was not found before. */
	static int find() {
		for (int n = 0; n < NUMBER; n++) {
			int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), NUMBER);
			if (isFree(port)) {
				return port;
			}
		}
		throw new AssertionError("No port is free");
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
