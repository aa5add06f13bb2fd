package io.oncegate.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.link.OneTimeLink;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Publishes links to Redis that nobody can have received yet, many per call, because a
 * command per link costs both sides several times as much. Neither timed nor counted by
 * the circuit breaker: large calls may be slow, and no booking waits for them.
 */
@Component
class NewLinks {

	/** Takes a fraction of a millisecond, in which Redis serves nobody else. */
	private static final int TOGETHER = 100;

	/** In a cluster, each link has its own slot. */
	private static final int APART = 1;

	/** How many links are in flight, ahead of any booking. */
	private static final int PIPELINE = 512;

	private final RedisConnections connections;

	private final int atOnce;

	private final byte[] script;

	NewLinks(RedisConnections connections) throws IOException {
		this.connections = connections;
		this.atOnce = connections.areOfACluster() ? APART : TOGETHER;
		this.script = Bytes
			.of(new ClassPathResource("redis/publish_new.lua").getContentAsString(StandardCharsets.UTF_8));
	}

	/** Publishes links. */
	Mono<Void> publish(Collection<OneTimeLink> links) {
		return Flux.fromIterable(links)
			.buffer(this.atOnce)
			.flatMap(this::write, PIPELINE / this.atOnce)
			.onErrorMap(ClaimsUnavailableException::new)
			.then();
	}

	/** As nobody asks for them yet, the connection of one link serves all. */
	private Mono<Long> write(List<OneTimeLink> links) {
		byte[][] keys = links.stream().map((link) -> RedisClaims.key(link.hash())).toArray(byte[][]::new);
		byte[][] arguments = arguments(links);
		return Mono.fromFuture(() -> this.connections.of(keys[0])
			.<Long>eval(this.script, ScriptOutputType.INTEGER, keys, arguments)
			.toCompletableFuture(), true);
	}

	private static byte[][] arguments(List<OneTimeLink> links) {
		List<byte[]> arguments = new ArrayList<>();
		for (OneTimeLink link : links) {
			arguments.add(Bytes.of(link.id()));
			arguments.add(Bytes.of(link.calendarId()));
			arguments.add(RedisClaims.millis(link.expiresAt()));
		}
		return arguments.toArray(byte[][]::new);
	}

}
