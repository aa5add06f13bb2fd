package io.oncegate.web;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * What every request passes before it is served, as one filter: in a chain of Spring's
 * each costs two operators more.
 */
@Component
class Filters implements WebFilter {

	private final List<WebFilter> fromWithin;

	Filters(MeterRegistry meters, ServerCodecConfigurer codecs, @Value("${oncegate.rate-limit:on}") String rateLimit) {
		// All that waits is within the admission, so that it is counted.
		this.fromWithin = List.of(new UploadedForms(codecs), new ContentHeaders(), new RateLimit(rateLimit),
				new RequestLimits(), new Admission(meters), new ResponseHeaders());
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		WebFilterChain all = chain;
		for (WebFilter filter : this.fromWithin) {
			WebFilterChain within = all;
			all = (served) -> filter.filter(served, within);
		}
		return all.filter(exchange);
	}

}
