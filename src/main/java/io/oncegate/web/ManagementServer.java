package io.oncegate.web;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Has the server of the management port {@linkplain ReadOn listen on}, too. It is made in
 * a context of its own, which is told of this by
 * {@code ManagementContextConfiguration.imports}.
 */
class ManagementServer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

	@Override
	public void customize(NettyReactiveWebServerFactory server) {
		server.addServerCustomizers(new ReadOn());
	}

}
