package io.oncegate.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * The threads on which requests arrive. A reply of Redis comes on the one thread of its
 * connection, which would otherwise write every answer of the gateway.
 */
final class EventLoops {

	private static final Map<Executor, Scheduler> SCHEDULERS = new ConcurrentHashMap<>();

	private EventLoops() {
	}

	/** The thread that serves the connection of a request. */
	static Scheduler of(ServerHttpRequest request) {
		if (!(ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest served)) {
			return Schedulers.immediate();
		}
		Executor[] loop = new Executor[1];
		served.withConnection((connection) -> loop[0] = connection.channel().eventLoop());
		return SCHEDULERS.computeIfAbsent(loop[0], Schedulers::fromExecutor);
	}

}
