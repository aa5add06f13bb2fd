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
 * Makes links known to Redis that nobody can have heard of yet, many by each call, as a
 * command for each costs both sides several times as much. Neither timed nor counted by
 * the circuit: many at once may be slow, and nobody waits for them who books.
 */
@Component
class NewLinks {

	/** For a fraction of a millisecond, in which nobody else is served. */
	private static final int TOGETHER = 100;

	/** In a cluster each link has a place of its own. */
	private static final int APART = 1;

	/** How many links are under way, before which nobody comes who books. */
	private static final int PIPELINE = 512;

	private final ClaimConnections connections;

	private final int atOnce;

	private final byte[] script;

	NewLinks(ClaimConnections connections) throws IOException {
		this.connections = connections;
		this.atOnce = connections.areOfACluster() ? APART : TOGETHER;
		this.script = Bytes
			.of(new ClassPathResource("redis/publish_new.lua").getContentAsString(StandardCharsets.UTF_8));
	}

	/** Makes links known. */
	Mono<Void> publish(Collection<OneTimeLink> links) {
		return Flux.fromIterable(links)
			.buffer(this.atOnce)
			.flatMap(this::write, PIPELINE / this.atOnce)
			.onErrorMap(ClaimsUnavailableException::new)
			.then();
	}

	/** As nobody asks for them yet, the connection of one does for all. */
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
