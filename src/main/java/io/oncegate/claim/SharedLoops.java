package io.oncegate.claim;

import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import reactor.netty.resources.LoopResources;

/**
 * Serves Redis on the event loops of the web server, so that a request is not handed from
 * thread to thread. They belong to the server, which ends them.
 */
final class SharedLoops implements EventLoopGroupProvider {

	private final LoopResources loops;

	SharedLoops(LoopResources loops) {
		this.loops = loops;
	}

	@Override
	@SuppressWarnings("unchecked") // Lettuce asks for its kind of group and takes any
	public <T extends EventLoopGroup> T allocate(Class<T> type) {
		return (T) this.loops.onClient(LoopResources.DEFAULT_NATIVE);
	}

	@Override
	public int threadPoolSize() {
		return LoopResources.DEFAULT_IO_WORKER_COUNT;
	}

	@Override
	public Future<Boolean> release(EventExecutorGroup loops, long quietPeriod, long timeout, TimeUnit unit) {
		return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
	}

	@Override
	public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
		return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
	}

}
