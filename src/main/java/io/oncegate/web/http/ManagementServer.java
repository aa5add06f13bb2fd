package io.oncegate.web.http;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Runs the server of the management port on the gateway's event loops, with the
 * workaround of {@link ReadOn}. It belongs to a context of its own, which finds it by
 * {@code ManagementContextConfiguration.imports}.
 */
class ManagementServer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

	private final ReactorResourceFactory resources;

	ManagementServer(ReactorResourceFactory resources) {
		this.resources = resources;
	}

	@Override
	public void customize(NettyReactiveWebServerFactory server) {
		server.setResourceFactory(this.resources);
		server.addServerCustomizers(new ReadOn());
	}

}
