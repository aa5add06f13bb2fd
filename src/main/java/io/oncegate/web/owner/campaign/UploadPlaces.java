package io.oncegate.web.owner.campaign;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;

/**
 * Limits uploads of campaigns: how many there are at once, and how long a connection may
 * be idle.
 */
@Component
public class UploadPlaces {

	private static final int PLACES = 4;

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final Duration SILENCE = Duration.ofSeconds(30);

	private final AtomicInteger taken = new AtomicInteger();

	/** Runs an upload if there is a place for it, and frees the place at its end. */
	Mono<Void> run(ServerHttpRequest request, Mono<Void> upload) {
		return Mono.using(() -> enter(request), (watch) -> upload, this::leave);
	}

	private Watch enter(ServerHttpRequest request) {
		if (this.taken.incrementAndGet() > PLACES) {
			this.taken.decrementAndGet();
			throw ProblemException.retry(Problem.OVERLOADED, SOON);
		}
		Watch watch = new Watch();
		HttpServerRequest connected = ServerHttpRequestDecorator.getNativeRequest(request);
		connected.withConnection((connection) -> connection.channel().pipeline().addFirst(watch));
		return watch;
	}

	private void leave(Watch watch) {
		this.taken.decrementAndGet();
		watch.end();
	}

	/** Closes a connection that is idle in both directions. */
	private static final class Watch extends IdleStateHandler {

		private volatile @Nullable ChannelHandlerContext context;

		Watch() {
			super(true, 0, 0, SILENCE.toSeconds(), TimeUnit.SECONDS);
		}

		@Override
		public void handlerAdded(ChannelHandlerContext context) throws Exception {
			this.context = context;
			super.handlerAdded(context);
		}

		@Override
		protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
			context.close();
		}

		void end() {
			ChannelHandlerContext added = this.context;
			if (added != null) {
				added.executor().execute(() -> {
					if (!added.isRemoved()) {
						added.pipeline().remove(this);
					}
				});
			}
		}

	}

}
