package io.oncegate.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What stands between a client and PostgreSQL, says that there is no TLS, and asks for
 * the password in clear; it keeps what it is told.
 */
public final class PlainPostgres implements AutoCloseable {

	private static final int SSL_REQUEST = 80877103;

	private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());

	private final Queue<String> told = new ConcurrentLinkedQueue<>();

	/** Starts it. */
	public PlainPostgres() throws IOException {
		start(this::listen);
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "plain-postgres");
		thread.setDaemon(true);
		thread.start();
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/** All that clients have told it, but for the wish to speak TLS. */
	public Queue<String> told() {
		return this.told;
	}

	private void listen() {
		try {
			while (true) {
				Socket client = this.server.accept();
				start(() -> converse(client));
			}
		}
		catch (IOException ex) {
			// It was closed.
		}
	}

	private void converse(Socket client) {
		try (client) {
			converse(new DataInputStream(client.getInputStream()), new DataOutputStream(client.getOutputStream()));
		}
		catch (IOException ex) {
			// The client has left.
		}
	}

	private void converse(DataInputStream in, DataOutputStream out) throws IOException {
		int length = in.readInt();
		int request = in.readInt();
		if (request == SSL_REQUEST) {
			out.writeByte('N');
			length = in.readInt();
			request = in.readInt();
		}
		hear(in, length - 8);
		// AuthenticationCleartextPassword
		out.writeByte('R');
		out.writeInt(8);
		out.writeInt(3);
		in.readByte();
		hear(in, in.readInt() - 4);
	}

	private void hear(DataInputStream in, int length) throws IOException {
		this.told.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
