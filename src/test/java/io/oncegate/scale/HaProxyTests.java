package io.oncegate.scale;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.oncegate.faults.Waiting;
import io.oncegate.scale.HaProxy.Behind;
import io.oncegate.support.Loopback;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** HAProxy asks gateways whether they are ready, and sends them requests if they are. */
@Slow
@EnabledIfSystemProperty(named = "scale", matches = "long")
@ExtendWith(ProgramsAreThere.class)
class HaProxyTests {

	private volatile int readiness = 200;

	@Test
	void onlyThoseThatAreReadyGetRequests(@TempDir Path directory) throws IOException {
		HttpServer first = gateway("first");
		HttpServer second = gateway("second");
		try (HaProxy proxy = new HaProxy(directory, List.of(behind(first), behind(second)))) {
			assertThat(List.of(ask(proxy), ask(proxy))).containsExactlyInAnyOrder("first", "second");
			proxy.drain(0);
			assertThat(proxy.status(0)).isEqualTo("DRAIN");
			assertThat(List.of(ask(proxy), ask(proxy))).containsOnly("second");
			proxy.undrain(0);
			this.readiness = 503;
			Waiting.until("both are down", () -> proxy.status(0).equals("DOWN") && proxy.status(1).equals("DOWN"));
			assertThat(ask(proxy)).contains("503 Service Unavailable");
			this.readiness = 200;
			Waiting.until("both are up", () -> proxy.isUp(0) && proxy.isUp(1));
			second.stop(0);
			assertThat(List.of(ask(proxy), ask(proxy), ask(proxy))).as("sent to another").containsOnly("first");
		}
		finally {
			first.stop(0);
			second.stop(0);
		}
	}

	/** It is ready on the port on which it serves. */
	private static Behind behind(HttpServer gateway) {
		return new Behind(gateway.getAddress().getPort(), gateway.getAddress().getPort());
	}

	private static String ask(HaProxy proxy) {
		return Loopback.get(URI.create(proxy.address()).getPort(), "/");
	}

	private HttpServer gateway(String name) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, name.length());
			exchange.getResponseBody().write(name.getBytes(StandardCharsets.US_ASCII));
			exchange.close();
		});
		server.createContext("/actuator/health/readiness", (exchange) -> {
			exchange.sendResponseHeaders(this.readiness, -1);
			exchange.close();
		});
		server.start();
		return server;
	}

}
