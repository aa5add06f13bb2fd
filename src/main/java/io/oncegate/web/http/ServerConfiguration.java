package io.oncegate.web.http;

import reactor.netty.resources.LoopResources;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** Serves requests on the gateway's event loops. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

	@Bean
	ReactorResourceFactory serverResources(LoopResources loops) {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setLoopResources(loops);
		return resources;
	}

}
