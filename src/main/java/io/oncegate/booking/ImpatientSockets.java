package io.oncegate.booking;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import reactor.netty.resources.LoopResources;

/**
 * The usual event loops, whose connections to PostgreSQL break if the server is gone.
 * <p>
 * A connection breaks if sent data is not acknowledged for a while
 * ({@code TCP_USER_TIMEOUT}, on Linux): otherwise it would go back to the pool until TCP
 * gives up, after 15 minutes. A new one breaks if the server accepts it and says nothing:
 * otherwise the driver would never turn to the next server of a list.
 */
final class ImpatientSockets implements LoopResources {

	private final LoopResources loops;

	private final Duration unacknowledged;

	private final Duration unanswered;

	/** When each open one was made, as {@link System#nanoTime()}. */
	private final Map<Channel, Long> open = new ConcurrentHashMap<>();

	/**
	 * Creates them.
	 * @param unacknowledged how long sent data may go unacknowledged
	 * @param unanswered how long a new connection may go unanswered
	 */
	ImpatientSockets(LoopResources loops, Duration unacknowledged, Duration unanswered) {
		this.loops = loops;
		this.unacknowledged = unacknowledged;
		this.unanswered = unanswered;
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
		C channel = this.loops.onChannel(type, group);
		if (channel instanceof EpollSocketChannel socket) {
			socket.config().setTcpUserTimeout((int) this.unacknowledged.toMillis());
		}
		this.open.put(channel, System.nanoTime());
		channel.closeFuture().addListener((closed) -> this.open.remove(channel));
		channel.pipeline().addFirst(new FirstAnswer(this.unanswered));
		return channel;
	}

	/**
	 * Breaks all connections that were made before an instant, because their server has
	 * been replaced.
	 * @param nanoTime as {@link System#nanoTime()}
	 */
	void breakOlderThan(long nanoTime) {
		this.open.forEach((channel, madeAt) -> {
			if (madeAt - nanoTime < 0) {
				channel.close();
			}
		});
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return this.loops.onClient(useNative);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return this.loops.onServer(useNative);
	}

	/** Closes a connection on which nothing arrives at first. */
	private static final class FirstAnswer extends ChannelInboundHandlerAdapter {

		private final Duration patience;

		private boolean arrived;

		private FirstAnswer(Duration patience) {
			this.patience = patience;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			context.executor().schedule(() -> {
				if (!this.arrived) {
					context.close();
				}
			}, this.patience.toMillis(), TimeUnit.MILLISECONDS);
			context.fireChannelActive();
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			this.arrived = true;
			context.pipeline().remove(this);
			context.fireChannelRead(message);
		}

	}

}
