package io.oncegate.support;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection on which a test sends the bytes that it likes. */
public final class RawConnection implements Closeable {

	private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	private final Socket socket;

	/** Opens a connection on which an answer is waited for no longer than this. */
	public RawConnection(int port, int patienceSeconds) throws IOException {
		this.socket = new Socket("localhost", port);
		this.socket.setSoTimeout(patienceSeconds * 1000);
	}

	public RawConnection send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
		return this;
	}

	/** Reads one answer, or what there is of it until the gateway hangs up. */
	public String answer() throws IOException {
		return answer("GET");
	}

	/** Reads one answer to a request by this method. */
	public String answer(String method) throws IOException {
		InputStream input = this.socket.getInputStream();
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		int length = Integer.MAX_VALUE;
		for (int next = 0; answer.size() < length && (next = input.read()) != -1;) {
			answer.write(next);
			if (next == '\n' && answer.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")
					&& length == Integer.MAX_VALUE) {
				Matcher declared = LENGTH.matcher(answer.toString(StandardCharsets.ISO_8859_1));
				length = answer.size()
						+ ((!method.equals("HEAD") && declared.find()) ? Integer.parseInt(declared.group(1)) : 0);
			}
		}
		return answer.toString(StandardCharsets.UTF_8);
	}

	/** Reads until the gateway hangs up. */
	public String all() throws IOException {
		return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
