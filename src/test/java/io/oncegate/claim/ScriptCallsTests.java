package io.oncegate.claim;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.oncegate.calendar.Calendar;
import io.oncegate.claim.ClaimOutcome.Granted;
import io.oncegate.link.TokenHash;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What an event loop asks of Redis in one run goes out as one command. */
@GatewayTest
class ScriptCallsTests {

	/** More than go out in one command. */
	private static final int LINKS = 150;

	@Autowired
	private Claims claims;

	@Autowired
	private Owners owners;

	@Autowired
	private LettuceConnectionFactory factory;

	private final DefaultEventExecutor loop = new DefaultEventExecutor();

	private RedisClusterAsyncCommands<byte[], byte[]> redis;

	private List<TokenHash> links;

	@BeforeEach
	void prepare() {
		this.redis = new RedisConnections(this.factory, 1).of(new byte[0]);
		Calendar calendar = this.owners.calendar(30, 1);
		this.links = Stream.generate(() -> this.owners.link(calendar).token().hash()).limit(LINKS).toList();
	}

	@AfterEach
	void stop() {
		this.loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
	}

	@Test
	void eachLinkIsClaimedByItself() {
		assertThat(claimInOneRun(this.links))
			.allSatisfy((claim) -> assertThat(claim.join()).isInstanceOf(Granted.class));
		assertThat(claimInOneRun(this.links))
			.allSatisfy((claim) -> assertThat(claim.join()).isInstanceOf(ClaimOutcome.Held.class));
	}

	@Test
	void theyNeedFewCommands() {
		claimInOneRun(this.links).forEach(CompletableFuture::join);
		long before = scripts();
		claimInOneRun(this.links).forEach(CompletableFuture::join);
		// Other tests' gateways may ask for something at the same time.
		assertThat(scripts() - before).isLessThan(LINKS / 2);
	}

	@Test
	void oneThatMakesNoSenseDoesNotSpoilTheOthers() {
		byte[] key = RedisClaims.key(this.links.get(1));
		answer(this.redis.del(key));
		answer(this.redis.set(key, Bytes.of("nonsense")));
		List<CompletableFuture<ClaimOutcome>> claims = claimInOneRun(this.links);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(claims.get(1)::join)
			.withCauseInstanceOf(UnreadableLinkException.class);
		assertThat(claims.get(0).join()).isInstanceOf(Granted.class);
		assertThat(claims.get(2).join()).isInstanceOf(Granted.class);
	}

	@Test
	void aRedisThatHasForgottenTheScriptsIsToldThemAgain() {
		answer(this.redis.scriptFlush());
		assertThat(claimInOneRun(this.links))
			.allSatisfy((claim) -> assertThat(claim.join()).isInstanceOf(Granted.class));
	}

	private List<CompletableFuture<ClaimOutcome>> claimInOneRun(List<TokenHash> links) {
		return CompletableFuture
			.supplyAsync(() -> links.stream()
				.map((link) -> this.claims.claim(link, UUID.randomUUID(), null).toFuture())
				.toList(), this.loop)
			.join();
	}

	private long scripts() {
		return Stream.of(answer(this.redis.info("commandstats")).split("\r\n"))
			.filter((line) -> line.startsWith("cmdstat_evalsha:calls="))
			.map((line) -> line.substring(line.indexOf('=') + 1, line.indexOf(',')))
			.mapToLong(Long::parseLong)
			.sum();
	}

	private static <T> T answer(CompletionStage<T> reply) {
		return reply.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

}
