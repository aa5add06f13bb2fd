package io.oncegate.web;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.oncegate.web.http.Admission;
import io.oncegate.web.http.Answering;
import io.oncegate.web.http.Clients;
import io.oncegate.web.http.ContentHeaders;
import io.oncegate.web.http.Leaving;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.http.RateLimit;
import io.oncegate.web.http.RequestLimits;
import io.oncegate.web.http.ResponseHeaders;
import io.oncegate.web.http.UploadedForms;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * The filters that every request passes: first its route is found, then the limits apply
 * according to the route. They are chained once, because in Spring's chain each filter
 * costs two more operators per request.
 */
@Component
class Filters {

	private final Addresses addresses;

	private final WebFilterChain all;

	Filters(Addresses addresses, MeterRegistry meters, ServerCodecConfigurer codecs, Clients clients,
			PublicUrl publicUrl, Leaving leaving, @Value("${oncegate.rate-limit:on}") String rateLimit) {
		this.addresses = addresses;
		// Admission counts what the filters after it wait for.
		this.all = chain(
				List.of(new ResponseHeaders(publicUrl, leaving), new Admission(meters), new RequestLimits(),
						new RateLimit(rateLimit, clients), new ContentHeaders(), new UploadedForms(codecs)),
				new Answering(codecs)::answer);
	}

	private static WebFilterChain chain(List<WebFilter> filters, WebFilterChain answering) {
		if (filters.isEmpty()) {
			return answering;
		}
		WebFilter first = filters.get(0);
		WebFilterChain others = chain(filters.subList(1, filters.size()), answering);
		return (exchange) -> first.filter(exchange, others);
	}

	/** Answers a request, or fails with the problem to answer with. */
	Mono<Void> filter(ServerWebExchange exchange) {
		this.addresses.find(exchange);
		return this.all.filter(exchange);
	}

}
