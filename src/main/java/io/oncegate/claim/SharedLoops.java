package io.oncegate.claim;

import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import reactor.netty.resources.LoopResources;

/** Lends the gateway's event loops to the Redis client, which does not stop them. */
record SharedLoops(LoopResources loops) implements EventLoopGroupProvider {

	@Override
	@SuppressWarnings("unchecked") // callers accept any group of its transport
	public <T extends EventLoopGroup> T allocate(Class<T> type) {
		return (T) this.loops.onClient(LoopResources.DEFAULT_NATIVE);
	}

	@Override
	public int threadPoolSize() {
		return Runtime.getRuntime().availableProcessors();
	}

	@Override
	public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
		return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
	}

	@Override
	public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
		return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
	}

}
