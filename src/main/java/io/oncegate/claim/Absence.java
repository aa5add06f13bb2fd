package io.oncegate.claim;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;

/**
 * Whether Redis is away for a while, rather than refusing the gateway because of a wrong
 * setting. A connection that is closed at once counts as refused: so a Redis behaves that
 * expects TLS.
 */
final class Absence {

	/** It answers, but reads its file, or has no master or slots now. */
	private static final Pattern NOT_YET = Pattern.compile("(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN) .*");

	/** How Lettuce says that no sentinel, or no node of a cluster, responds or knows. */
	private static final Pattern NOBODY = Pattern
		.compile("Cannot (provide redisAddress using sentinel|connect Redis Sentinel|retrieve .*partitions).*");

	private Absence() {
	}

	/** Judges a failed attempt to connect, by its last cause. */
	static boolean isOne(Throwable fault) {
		Throwable root = fault;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String message = String.valueOf(root.getMessage());
		return root instanceof ConnectException || root instanceof NoRouteToHostException
				|| root instanceof UnknownHostException || root instanceof TimeoutException
				|| root instanceof RedisCommandTimeoutException || NOT_YET.matcher(message).matches()
				|| root instanceof RedisException && NOBODY.matcher(message).matches();
	}

}
