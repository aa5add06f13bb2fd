package io.oncegate.claim;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.oncegate.telemetry.Background;
import io.oncegate.telemetry.FaultLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Primary;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.ReactiveRedisClusterConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * The connections to Redis, kept open until the factory stops: those for claiming links,
 * and the one that Spring shares, for everything that need not be quick.
 * <p>
 * If Redis is away when the gateway starts, they are made as soon as it responds; until
 * then, whoever asks for one is told so, as making the first one blocks a thread.
 */
@Component
@Primary
public class RedisConnections extends Background implements ReactiveRedisConnectionFactory {

	private static final Logger logger = LoggerFactory.getLogger(RedisConnections.class);

	/**
	 * More connections carry smaller packets: one per processor has shown no gain.
	 */
	private static final int PROCESSORS_EACH = 2;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private static final int QUIET_TRIES = 3;

	private final FaultLog faults = new FaultLog(logger);

	private final LettuceConnectionFactory shared;

	private final AbstractRedisClient client;

	private final int count;

	private final AtomicLong made = new AtomicLong();

	private final @Nullable RuntimeException awayAtStart;

	private volatile @Nullable ClaimConnections claiming;

	@Autowired
	RedisConnections(LettuceConnectionFactory connections) {
		this(connections, Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_EACH));
	}

	RedisConnections(LettuceConnectionFactory connections, int count) {
		this.shared = connections;
		this.client = connections.getRequiredNativeClient();
		this.count = count;
		this.client.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
				RedisConnections.this.made.incrementAndGet();
			}

		});
		this.awayAtStart = connectOrSayWhy();
	}

	/** What may pass is returned; what only another setting mends is thrown. */
	private @Nullable RuntimeException connectOrSayWhy() {
		try {
			connect();
			return null;
		}
		catch (RuntimeException ex) {
			if (Absence.isOne(ex)) {
				return ex;
			}
			throw ex;
		}
	}

	/**
	 * During startup, the first connection on a busy machine may take longer than the
	 * timeout for Redis.
	 */
	private void connect() {
		try {
			connectAll();
		}
		catch (RuntimeException ex) {
			if (!(NestedExceptionUtils.getMostSpecificCause(ex) instanceof RedisCommandTimeoutException)) {
				throw ex;
			}
			connectAll();
		}
	}

	/** The shared one first: the others are not given back. */
	private void connectAll() {
		this.shared.getReactiveConnection();
		this.claiming = ClaimConnections.open(this.client, this.count);
	}

	/** Makes them when Redis is back, if it was away when the gateway started. */
	@Override
	protected Mono<Void> work() {
		return Mono.defer(() -> (this.claiming == null) ? Mono.fromRunnable(this::connectLater) : Mono.empty())
			.subscribeOn(Schedulers.boundedElastic())
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE).doBeforeRetry(this::logFailure))
			.delaySubscription(PAUSE)
			.then();
	}

	/** Not at once: a start that is refused because of it says so itself. */
	private void logFailure(Retry.RetrySignal failed) {
		if (failed.totalRetries() >= QUIET_TRIES) {
			this.faults.log(Level.WARN, "Redis still does not respond, or a setting SPRING_DATA_REDIS_… is wrong",
					failed.failure(), failed.failure()::toString);
		}
	}

	private void connectLater() {
		connectAll();
		logger.info("Redis is responding. It was away when the gateway started.");
	}

	/** Fails as Redis did if it was away when the gateway started. */
	public void requireAtStart() {
		if (this.awayAtStart != null) {
			throw this.awayAtStart;
		}
	}

	/** Logs whether Redis was away when the gateway started. */
	public void logAbsenceAtStart() {
		if (this.awayAtStart != null) {
			logger.warn(
					"Redis is not responding; starting without it. Bookings use PostgreSQL alone until it is back: {}",
					this.awayAtStart.getMessage());
		}
	}

	/**
	 * The connection of a link.
	 * @throws RedisConnectionFailureException while Redis has been away since the start
	 */
	RedisClusterAsyncCommands<byte[], byte[]> of(byte[] link) {
		return present().of(link);
	}

	@Override
	public ReactiveRedisConnection getReactiveConnection() {
		present();
		return this.shared.getReactiveConnection();
	}

	@Override
	public ReactiveRedisClusterConnection getReactiveClusterConnection() {
		present();
		return this.shared.getReactiveClusterConnection();
	}

	private ClaimConnections present() {
		ClaimConnections present = this.claiming;
		if (present == null) {
			throw new RedisConnectionFailureException("Redis has not responded since the gateway started");
		}
		return present;
	}

	@Override
	public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException fault) {
		return this.shared.translateExceptionIfPossible(fault);
	}

	/** Tells whether links are sharded across servers. */
	boolean areOfACluster() {
		return this.client instanceof RedisClusterClient;
	}

	/** Counts the connections that were made. */
	long made() {
		return this.made.get();
	}

}
