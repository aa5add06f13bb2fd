package io.oncegate.support;

import io.oncegate.link.TokenHash;

/** Where Redis keeps a link. */
public final class RedisKey {

	private RedisKey() {
	}

	public static String of(TokenHash link) {
		return of(link.value());
	}

	public static String of(String hash) {
		return "link:" + hash.substring(0, 22);
	}

}
