package io.oncegate.claim;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.lettuce.core.RedisCommandTimeoutException;

/**
 * Whether Redis is away for a while, rather than refusing the gateway because of a wrong
 * setting. A connection that is closed at once counts as refused, which is how a Redis
 * that expects TLS behaves.
 */
final class Absence {

	/** It answers, but reads its file, or has no master or slots now. */
	private static final Pattern NOT_YET = Pattern.compile("(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN) .*");

	/** The sentinels answer, and know of no master now. */
	private static final Pattern NO_MASTER = Pattern.compile("Cannot provide redisAddress using sentinel .*");

	private Absence() {
	}

	/**
	 * Judges a failed attempt to connect, by its last cause; with a list of servers, by
	 * that of each.
	 */
	static boolean isOne(Throwable fault) {
		Throwable root = fault;
		while (root.getCause() != null && root.getSuppressed().length == 0) {
			root = root.getCause();
		}
		return (root.getSuppressed().length > 0) ? Stream.of(root.getSuppressed()).allMatch(Absence::isOne)
				: isOneItself(root);
	}

	private static boolean isOneItself(Throwable root) {
		String message = String.valueOf(root.getMessage());
		return root instanceof ConnectException || root instanceof NoRouteToHostException
				|| root instanceof UnknownHostException || root instanceof TimeoutException
				|| root instanceof RedisCommandTimeoutException || NOT_YET.matcher(message).matches()
				|| NO_MASTER.matcher(message).matches();
	}

}
