package io.oncegate.web.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.oncegate.setting.StartException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Tells clients apart by their addresses.
 * <p>
 * Behind trusted proxies ({@code ONCEGATE_TRUSTED_PROXIES}) the client is the rightmost
 * hop that is not one of them: anybody can have written what is left of it.
 * {@code Forwarded} (RFC 7239) and {@code X-Forwarded-For} are both read this way. If
 * both are present and disagree, neither counts, because a proxy passes on the one that
 * it does not write. All other headers of proxies are ignored.
 */
@Component
public class Clients {

	/** An IPv6 client is known by its /64 network, as it can use any address within. */
	private static final int NETWORK_BYTES = 8;

	/** A hop that does not reveal its address (RFC 7239, 6.2). */
	private static final String HIDDEN = "unknown";

	private static final Pattern RANGE = Pattern.compile("([0-9A-Fa-f:.]{2,45})(?:/([0-9]{1,3}))?");

	/** An optional parameter of {@code Forwarded}, with what ends it. */
	private static final Pattern PAIR = Pattern
		.compile("[ \\t]*(?:([A-Za-z0-9_-]+)=(?:\"((?:[^\"\\\\]|\\\\.){0,255})\"|([^ \\t\",;=]*))[ \\t]*)?(?:;|$)");

	/**
	 * The address of a hop, with an optional port; an IPv6 address may be in brackets.
	 */
	private static final Pattern HOP = Pattern
		.compile("\\[([0-9A-Fa-f:.]{2,45})](?::\\w*)?|([0-9.]{7,15})(?::\\w*)?|([0-9A-Fa-f:.]{2,45})");

	private final List<IpSubnetFilterRule> proxies;

	Clients(@Value("${oncegate.trusted-proxies:}") String proxies,
			@Value("${server.forward-headers-strategy:none}") String strategy) {
		if (!strategy.equalsIgnoreCase("none")) {
			throw new StartException("SERVER_FORWARD_HEADERS_STRATEGY is '" + strategy
					+ "', which lets clients choose their own address. Remove it, and set ONCEGATE_TRUSTED_PROXIES to"
					+ " the addresses of your proxies, like 10.0.0.0/8.", null);
		}
		this.proxies = proxies.isBlank() ? List.of()
				: Arrays.stream(proxies.split(",", -1)).map((range) -> range(range.strip())).toList();
	}

	private static IpSubnetFilterRule range(String text) {
		Matcher range = RANGE.matcher(text);
		InetAddress address = range.matches() ? address(range.group(1)) : null;
		if (address != null) {
			int most = address.getAddress().length * 8;
			int bits = (range.group(2) != null) ? Integer.parseInt(range.group(2)) : most;
			if (bits == 0) {
				throw new StartException("ONCEGATE_TRUSTED_PROXIES has '" + text
						+ "', which is every address, so clients could choose their own. Name the addresses of your"
						+ " proxies, like 10.0.0.0/8.", null);
			}
			if (bits <= most) {
				return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
			}
		}
		throw new StartException(
				"ONCEGATE_TRUSTED_PROXIES has '" + text
						+ "', which is not an address range. Set it to ranges like 10.0.0.0/8,2001:db8::/32,192.0.2.7.",
				null);
	}

	/** Returns what identifies a client. */
	public String of(ServerHttpRequest request) {
		InetAddress client = address(request);
		if (client == null) {
			return "";
		}
		byte[] bytes = client.getAddress();
		return Arrays.toString((bytes.length > NETWORK_BYTES) ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
	}

	@Nullable InetAddress address(ServerHttpRequest request) {
		InetSocketAddress remote = request.getRemoteAddress();
		InetAddress peer = (remote != null) ? remote.getAddress() : null;
		return (peer != null && isTrusted(peer)) ? behind(peer, request.getHeaders()) : peer;
	}

	private boolean isTrusted(InetAddress address) {
		InetSocketAddress any = new InetSocketAddress(address, 0);
		return this.proxies.stream().anyMatch((range) -> range.matches(any));
	}

	private InetAddress behind(InetAddress proxy, HttpHeaders headers) {
		List<String> forwarded = headers.get("Forwarded");
		List<String> listed = headers.get("X-Forwarded-For");
		if (forwarded == null) {
			return (listed != null) ? last(proxy, List.of(String.join(",", listed).split(","))) : proxy;
		}
		InetAddress client = last(proxy, hops(String.join(",", forwarded)));
		return (listed == null || client.equals(last(proxy, List.of(String.join(",", listed).split(","))))) ? client
				: proxy;
	}

	/** Finds the client. A hop that hides its address counts as the proxy that saw it. */
	private InetAddress last(InetAddress proxy, List<String> hops) {
		InetAddress last = proxy;
		for (int n = hops.size() - 1; n >= 0 && isTrusted(last); n--) {
			Matcher hop = HOP.matcher(hops.get(n).strip());
			InetAddress address = hop.matches() ? address(firstOf(hop)) : null;
			if (address == null) {
				return last;
			}
			last = address;
		}
		return last;
	}

	/**
	 * Returns the hops of {@code Forwarded}. They are read from the last one, which a
	 * trusted proxy wrote, so that nothing to the left can be taken for a part of it.
	 * Whatever cannot be parsed counts as one hidden hop with all before it.
	 */
	private static List<String> hops(String header) {
		LinkedList<String> hops = new LinkedList<>();
		int end = header.length();
		while (end >= 0) {
			int comma = end;
			String hop = null;
			while (hop == null && comma >= 0) {
				comma = header.lastIndexOf(',', comma - 1);
				hop = hop(header.substring(comma + 1, end));
			}
			hops.addFirst((hop != null) ? hop : HIDDEN);
			end = comma;
		}
		return hops;
	}

	/** Returns the identifier of a hop; null if the element cannot be parsed. */
	private static @Nullable String hop(String element) {
		String hop = HIDDEN;
		Matcher pair = PAIR.matcher(element);
		for (int at = 0; at < element.length(); at = pair.end()) {
			if (!pair.region(at, element.length()).lookingAt()) {
				return null;
			}
			if ("for".equalsIgnoreCase(pair.group(1))) {
				hop = (pair.group(2) != null) ? pair.group(2) : pair.group(3);
			}
		}
		return hop;
	}

	private static String firstOf(Matcher hop) {
		String found = (hop.group(1) != null) ? hop.group(1) : hop.group(2);
		return (found != null) ? found : hop.group(3);
	}

	/** Parses an address without a DNS lookup. */
	private static @Nullable InetAddress address(String text) {
		byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
		try {
			return (bytes != null) ? InetAddress.getByAddress(bytes) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
