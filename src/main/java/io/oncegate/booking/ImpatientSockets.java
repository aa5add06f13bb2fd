package io.oncegate.booking;

import java.time.Duration;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import reactor.netty.resources.LoopResources;

/**
 * The usual event loops, whose connections break if sent data is not acknowledged for a
 * while ({@code TCP_USER_TIMEOUT}, on Linux). Otherwise a dead connection would go back
 * to the pool until TCP gives up, after 15 minutes.
 */
final class ImpatientSockets implements LoopResources {

	private final LoopResources loops;

	private final Duration patience;

	ImpatientSockets(LoopResources loops, Duration patience) {
		this.loops = loops;
		this.patience = patience;
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
		C channel = this.loops.onChannel(type, group);
		if (channel instanceof EpollSocketChannel socket) {
			socket.config().setTcpUserTimeout((int) this.patience.toMillis());
		}
		return channel;
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return this.loops.onClient(useNative);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return this.loops.onServer(useNative);
	}

}
