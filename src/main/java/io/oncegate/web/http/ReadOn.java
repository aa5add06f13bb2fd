package io.oncegate.web.http;

import io.netty.channel.Channel;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Resumes reading from a connection when a request has ended. Reactor Netty 1.3.6 does
 * not if the request arrived before the previous one ended and was answered immediately:
 * the next request would never be read
 * (<a href="https://github.com/reactor/reactor-netty/issues/4361">issue 4361</a>).
 */
@Component
class ReadOn implements NettyServerCustomizer {

	@Override
	public HttpServer apply(HttpServer server) {
		return server.childObserve(ReadOn::observe);
	}

	private static void observe(Connection connection, ConnectionObserver.State state) {
		Channel channel = connection.channel();
		if (state == ConnectionObserver.State.DISCONNECTING && channel.isActive() && !channel.config().isAutoRead()) {
			channel.read();
		}
	}

}
