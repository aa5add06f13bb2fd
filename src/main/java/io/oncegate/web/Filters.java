package io.oncegate.web;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * What every request passes before it is answered: its route is found, then the limits
 * look at that. It is one filter, as in a chain of Spring's each costs two operators
 * more.
 */
@Component
class Filters implements WebFilter {

	private final ApplicationContext gateway;

	private final Addresses addresses;

	private final Answering answering;

	private final List<WebFilter> fromWithin;

	Filters(ApplicationContext gateway, Addresses addresses, MeterRegistry meters, ServerCodecConfigurer codecs,
			Clients clients, PublicUrl publicUrl, @Value("${oncegate.rate-limit:on}") String rateLimit) {
		this.gateway = gateway;
		this.addresses = addresses;
		this.answering = new Answering(codecs);
		// All that waits is within the admission, so that it is counted.
		this.fromWithin = List.of(new UploadedForms(codecs), new ContentHeaders(), new RateLimit(rateLimit, clients),
				new RequestLimits(), new Admission(meters), new ResponseHeaders(publicUrl));
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (exchange.getApplicationContext() != this.gateway) {
			// Health and metrics, on a port of their own.
			return chain.filter(exchange);
		}
		this.addresses.find(exchange);
		WebFilterChain all = this.answering::answer;
		for (WebFilter filter : this.fromWithin) {
			WebFilterChain within = all;
			all = (served) -> filter.filter(served, within);
		}
		return all.filter(exchange);
	}

}
