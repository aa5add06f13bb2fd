package io.oncegate.start;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

import io.oncegate.setting.StartException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.util.StringUtils;

/**
 * Stops the start if the address of an external Redis contains anything that Spring Boot
 * would silently ignore.
 */
final class RedisAddress {

	private static final String URL = "SPRING_DATA_REDIS_URL";

	private static final String SENTINEL = "SPRING_DATA_REDIS_SENTINEL_";

	private static final String EXAMPLE = " An address is like redis://redis.example.com:6379, or rediss:// with TLS.";

	private RedisAddress() {
	}

	/**
	 * Checks the address.
	 * @param settings as Spring Boot reads them
	 * @param withoutTls whether a setting turns TLS off
	 */
	static void check(DataRedisProperties settings, boolean withoutTls) {
		DataRedisProperties.Ssl ssl = settings.getSsl();
		if (StringUtils.hasText(ssl.getBundle()) && !ssl.isEnabled()) {
			throw wrong("SPRING_DATA_REDIS_SSL_BUNDLE",
					"has no effect while SPRING_DATA_REDIS_SSL_ENABLED is false. Remove one of them.");
		}
		if (!Ports.isPort(settings.getPort())) {
			throw wrong("SPRING_DATA_REDIS_PORT", "is " + settings.getPort()
					+ ", which is not a port. Set it to a number from 1 to 65535, like 6379.");
		}
		checkLists(settings);
		if (StringUtils.hasText(settings.getUrl())) {
			checkUrl(settings, withoutTls, uri(settings.getUrl()));
		}
	}

	private static void checkLists(DataRedisProperties settings) {
		DataRedisProperties.Sentinel sentinel = settings.getSentinel();
		if (sentinel != null) {
			boolean hasNodes = checkNodes("SENTINEL", sentinel.getNodes());
			if (StringUtils.hasText(sentinel.getMaster()) != hasNodes) {
				throw wrong(SENTINEL + (hasNodes ? "NODES" : "MASTER"), "has no effect without " + SENTINEL
						+ (hasNodes ? "MASTER" : "NODES") + ". Set both, or neither.");
			}
		}
		if (settings.getCluster() != null) {
			checkNodes("CLUSTER", settings.getCluster().getNodes());
		}
		if (settings.getMasterreplica() != null) {
			checkNodes("MASTERREPLICA", settings.getMasterreplica().getNodes());
		}
	}

	/** Returns whether there are nodes. */
	private static boolean checkNodes(String kind, @Nullable List<String> nodes) {
		List<String> found = (nodes != null) ? nodes : List.of();
		if (found.stream().anyMatch((node) -> node.lastIndexOf(':') < 1 || !Ports.isPort(Ports.after(node)))) {
			throw wrong("SPRING_DATA_REDIS_" + kind + "_NODES",
					"has a host without a port from 1 to 65535. Set it to hosts like h1.example.com:6379,h2.example.com:6379.");
		}
		return !found.isEmpty();
	}

	private static URI uri(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			// The exception's message would show the password.
			throw wrong(URL, "is not an address. In a password, write special characters like %40." + EXAMPLE);
		}
	}

	private static void checkUrl(DataRedisProperties settings, boolean withoutTls, URI url) {
		boolean tls = "rediss".equals(url.getScheme());
		if (!tls && !"redis".equals(url.getScheme())) {
			throw wrong(URL, "is not an address." + EXAMPLE);
		}
		if (url.getHost() == null) {
			throw wrong(URL, "has no valid host. In a password, write # as %23 and / as %2F." + EXAMPLE);
		}
		if (url.getRawQuery() != null || url.getRawFragment() != null) {
			throw wrong(URL, "has a part after ? or #, which is ignored. Use a separate setting instead, like"
					+ " SPRING_DATA_REDIS_TIMEOUT or SPRING_DATA_REDIS_SSL_BUNDLE.");
		}
		if (!url.getPath().matches("/?|/\\d{1,9}")) {
			throw wrong(URL, "may only end with a database number, like /0." + EXAMPLE);
		}
		if (url.getPort() < 0) {
			throw wrong(URL, "has no port." + EXAMPLE);
		}
		if (!Ports.isPort(url.getPort())) {
			throw wrong(URL, "has an invalid port. Set it to a number from 1 to 65535." + EXAMPLE);
		}
		if (tls && withoutTls) {
			throw wrong("SPRING_DATA_REDIS_SSL_ENABLED", "is false, and " + URL + " requires TLS. Remove one of them.");
		}
		differs("USERNAME", settings.getUsername(), user(url));
		differs("PASSWORD", settings.getPassword(), password(url));
	}

	private static @Nullable String user(URI url) {
		String info = url.getUserInfo();
		return (info != null && info.contains(":")) ? info.substring(0, info.indexOf(':')) : null;
	}

	private static @Nullable String password(URI url) {
		String info = url.getUserInfo();
		return (info != null) ? info.substring(info.indexOf(':') + 1) : null;
	}

	private static void differs(String name, @Nullable String set, @Nullable String inUrl) {
		if (StringUtils.hasLength(set) && !set.equals(inUrl)) {
			throw wrong("SPRING_DATA_REDIS_" + name, "has no effect together with " + URL + ". Put it into the address,"
					+ " or set SPRING_DATA_REDIS_HOST and _PORT instead.");
		}
	}

	private static StartException wrong(String setting, String remedy) {
		return new StartException(setting + " " + remedy, null);
	}

}
