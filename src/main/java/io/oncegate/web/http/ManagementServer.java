package io.oncegate.web.http;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Has the server of the management port serve on the loops of the gateway and
 * {@linkplain ReadOn listen on}, too. It is made in a context of its own, which is told
 * of this by {@code ManagementContextConfiguration.imports}.
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
