package io.oncegate.web.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.oncegate.telemetry.TraceId;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Checks HTTP/1 requests before Reactor Netty and Spring, which answer a malformed one
 * with nothing but a status. Request targets are {@link Target tidied}, and a request
 * that violates RFC 9112 gets an explanation.
 */
@Component
class OddRequests implements NettyServerCustomizer {

	private final PublicUrl publicUrl;

	OddRequests(PublicUrl publicUrl) {
		this.publicUrl = publicUrl;
	}

	@Override
	public HttpServer apply(HttpServer server) {
		return server.doOnChannelInit((observer, channel, remote) -> {
			ChannelPipeline pipeline = channel.pipeline();
			if (pipeline.get(NettyPipeline.HttpCodec) != null) {
				pipeline.addAfter(NettyPipeline.HttpCodec, OddRequests.class.getName(),
						new Turns(new Look(this.publicUrl)));
			}
		});
	}

	/** Checks the requests of one connection. */
	private static final class Look implements Turns.Refusals {

		private static final int MOST_PORT = 65_535;

		private static final Pattern HOST = Pattern
			.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]*)(?::([0-9]{1,5})?)?");

		private final PublicUrl publicUrl;

		private @Nullable String host;

		Look(PublicUrl publicUrl) {
			this.publicUrl = publicUrl;
		}

		@Override
		public @Nullable FullHttpResponse of(HttpRequest request) {
			HttpResponseStatus refusal = check(request);
			return (refusal != null) ? answer(request, refusal) : null;
		}

		@Override
		public FullHttpResponse ofBroken(HttpRequest request) {
			return answer(request, HttpResponseStatus.BAD_REQUEST);
		}

		private @Nullable HttpResponseStatus check(HttpRequest request) {
			if (request.decoderResult().isFailure()) {
				return status(request.decoderResult().cause());
			}
			if (request.protocolVersion().majorVersion() != 1) {
				return HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED;
			}
			if (request.protocolVersion().minorVersion() > 1) {
				request.setProtocolVersion(HttpVersion.HTTP_1_1);
			}
			HttpResponseStatus framing = framing(request.headers());
			return (framing != null) ? framing
					: (isHost(request) && isTarget(request)) ? null : HttpResponseStatus.BAD_REQUEST;
		}

		private static HttpResponseStatus status(Throwable cause) {
			if (cause instanceof TooLongHttpLineException) {
				return HttpResponseStatus.REQUEST_URI_TOO_LONG;
			}
			return (cause instanceof TooLongHttpHeaderException) ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
					: HttpResponseStatus.BAD_REQUEST;
		}

		/** The end of a request must be unambiguous (RFC 9112, 6.1). */
		private static @Nullable HttpResponseStatus framing(HttpHeaders headers) {
			if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
				return null;
			}
			List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
			if (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked")) {
				return HttpResponseStatus.NOT_IMPLEMENTED;
			}
			return headers.contains(HttpHeaderNames.CONTENT_LENGTH) ? HttpResponseStatus.BAD_REQUEST : null;
		}

		private boolean isHost(HttpRequest request) {
			List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
			if (hosts.size() != 1) {
				return hosts.isEmpty() && request.protocolVersion().minorVersion() == 0;
			}
			String only = hosts.get(0);
			if (!only.equals(this.host) && isHost(only.strip())) {
				this.host = only;
			}
			return only.equals(this.host);
		}

		private static boolean isHost(String text) {
			Matcher host = HOST.matcher(text);
			return host.matches() && (host.group(1) == null || Integer.parseInt(host.group(1)) <= MOST_PORT);
		}

		private static boolean isTarget(HttpRequest request) {
			boolean ofServer = request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*");
			String target = ofServer ? "/" : Target.tidy(request.uri());
			if (target != null) {
				request.setUri(target);
			}
			return target != null;
		}

		private FullHttpResponse answer(HttpRequest request, HttpResponseStatus status) {
			boolean page = isOfPeople(request);
			byte[] body = (page ? page(status) : document(status)).getBytes(StandardCharsets.UTF_8);
			FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
					Unpooled.wrappedBuffer(request.method().equals(HttpMethod.HEAD) ? new byte[0] : body));
			answer.headers()
				.set(HttpHeaderNames.CONTENT_TYPE, page ? "text/html;charset=UTF-8" : "application/problem+json")
				.set(HttpHeaderNames.CONTENT_LENGTH, body.length)
				.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
				.set("Referrer-Policy", "no-referrer")
				.set("X-Robots-Tag", "noindex")
				.set("X-Content-Type-Options", "nosniff")
				.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'")
				.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
			if (this.publicUrl.isSecure()) {
				answer.headers().set(ResponseHeaders.STRICT_TRANSPORT_SECURITY, ResponseHeaders.FOR_A_YEAR);
			}
			return answer;
		}

		/** A guess: the address may be what cannot be parsed. */
		private static boolean isOfPeople(HttpRequest request) {
			String accepted = request.headers().get(HttpHeaderNames.ACCEPT);
			return !request.uri().startsWith("/api/")
					&& (accepted == null || accepted.contains("text/html") || !accepted.contains("json"));
		}

		private static String page(HttpResponseStatus status) {
			return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + status.reasonPhrase()
					+ "</title></head><body><h1>This could not be understood</h1><p>" + text(status)
					+ "</p></body></html>\n";
		}

		private String document(HttpResponseStatus status) {
			return "{\"type\":\"" + this.publicUrl.of("/problems/" + Problem.INVALID_REQUEST.slug()) + "\",\"title\":\""
					+ Problem.INVALID_REQUEST.title() + "\",\"status\":" + status.code() + ",\"detail\":\""
					+ text(status) + "\",\"traceId\":\"" + TraceId.fresh().value() + "\"}";
		}

		private static String text(HttpResponseStatus status) {
			return switch (status.code()) {
				case 414 -> "The address is too long. Check that nothing else was copied with it.";
				case 431 ->
					"The headers of the request are too large. If you use a browser, delete its cookies for this site.";
				case 501 -> "This Transfer-Encoding is not supported; use chunked.";
				case 505 -> "This version of HTTP is not supported; use HTTP/1.1.";
				default ->
					"The request is not valid HTTP/1.1. Check the address, the Host header and how the body is sent.";
			};
		}

	}

}
