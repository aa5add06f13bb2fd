package io.oncegate.support;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** What may look like blocking on an event loop. */
public class BlockingExceptions implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		// Reads /dev/urandom, which never waits.
		builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
		// Netty's own lock around the return of a buffer.
		builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free");
		// Guards a counter for some nanoseconds around each write; no I/O happens under
		// it.
		for (String method : new String[] { "incrementWriters", "decrementWriters", "doExclusive" }) {
			builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", method);
		}
		// Guards the field that holds the shared connection; to connect under it is a
		// fault.
		String factory = "org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory";
		builder.allowBlockingCallsInside(factory, "doInLock");
		builder.disallowBlockingCallsInside(factory + "$SharedConnection", "getNativeConnection");
	}

}
