package io.oncegate.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** A client's connection to a proxy, and the one to the store that belongs to it. */
final class ProxyConnection {

	private final Proxy proxy;

	private final Socket client;

	private final Socket store = new Socket();

	private final BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();

	/** After a loss no more may pass, lest a client take one answer for another. */
	private volatile boolean lost;

	ProxyConnection(Proxy proxy, Socket client) {
		this.proxy = proxy;
		this.client = client;
	}

	/** Connects to the store and passes on what either side sends. */
	void open(int target) {
		// In a thread of its own, because a store that hangs may not take connections.
		Proxy.start(() -> {
			try {
				this.store.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
				this.store.setTcpNoDelay(true);
				this.client.setTcpNoDelay(true);
				Proxy.start(this::hearAnswers);
				Proxy.start(this::passAnswers);
				passRequests();
			}
			catch (IOException ex) {
				broken();
			}
		});
	}

	/** Closes both sides so that they see an error, not an end. */
	void reset() {
		this.lost = true;
		for (Socket socket : List.of(this.client, this.store)) {
			try (socket) {
				socket.setSoLinger(true, 0);
			}
			catch (IOException ex) {
				// It was closed already.
			}
		}
		this.proxy.forget(this);
	}

	private void passRequests() {
		for (byte[] chunk; (chunk = read(this.client)).length > 0;) {
			if (loses()) {
				continue;
			}
			boolean caught = this.proxy.catchesRequest(chunk);
			if (caught) {
				// Before it is sent on: not even the fastest answer may be heard.
				this.lost = true;
			}
			send(chunk, this.store);
			if (caught) {
				reset();
			}
		}
		end();
	}

	/** Reads on while answers are delayed, so that latency costs no throughput. */
	private void hearAnswers() {
		byte[] chunk;
		do {
			chunk = read(this.store);
			this.underWay.add(new Chunk(chunk, System.nanoTime() + this.proxy.delayNanos(chunk)));
		}
		while (chunk.length > 0);
	}

	private void passAnswers() {
		for (byte[] chunk; (chunk = nextAnswer()).length > 0;) {
			if (loses()) {
				continue;
			}
			if (this.proxy.catchesAnswer(chunk)) {
				reset();
			}
			else {
				send(chunk, this.client);
			}
		}
		end();
	}

	private byte[] nextAnswer() {
		try {
			Chunk next = this.underWay.take();
			for (long wait; (wait = next.dueNanos() - System.nanoTime()) > 0;) {
				LockSupport.parkNanos(wait);
			}
			return next.bytes();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Reads what there is; nothing at all is the end. */
	private byte[] read(Socket from) {
		byte[] buffer = new byte[64 * 1024];
		try {
			return Arrays.copyOf(buffer, Math.max(0, from.getInputStream().read(buffer)));
		}
		catch (IOException ex) {
			broken();
			return new byte[0];
		}
	}

	private void send(byte[] chunk, Socket to) {
		try {
			to.getOutputStream().write(chunk);
		}
		catch (IOException ex) {
			broken();
		}
	}

	/** One side broke; a bad network does not tell the other. */
	private void broken() {
		if (!loses()) {
			reset();
		}
	}

	/** One side has ended; a bad network does not tell the other. */
	private void end() {
		if (loses()) {
			return;
		}
		try (this.client; this.store) {
			this.proxy.forget(this);
		}
		catch (IOException ex) {
			// The other side broke meanwhile.
		}
	}

	private boolean loses() {
		if (this.proxy.swallows()) {
			this.lost = true;
		}
		return this.lost;
	}

	/** Something that the store said; nothing at all is the end. */
	private record Chunk(byte[] bytes, long dueNanos) {
	}

}
