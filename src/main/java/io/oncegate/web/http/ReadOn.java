package io.oncegate.web.http;

import io.netty.channel.Channel;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Listens on to a connection when a request has ended. Reactor Netty 1.3.6 forgets to, if
 * the request came before the end of the one before it and was answered at once: the next
 * one would never be read
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
