package io.oncegate.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.oncegate.web.http.Admission;
import io.oncegate.web.http.Answering;
import io.oncegate.web.http.Clients;
import io.oncegate.web.http.ContentHeaders;
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
 * What every request passes before it is answered: its route is found, then the limits
 * look at that. They are chained once, as in Spring's chain each costs two operators more
 * for each request.
 */
@Component
class Filters {

	private final Addresses addresses;

	private final WebFilterChain all;

	Filters(Addresses addresses, MeterRegistry meters, ServerCodecConfigurer codecs, Clients clients,
			PublicUrl publicUrl, @Value("${oncegate.rate-limit:on}") String rateLimit) {
		this.addresses = addresses;
		// All that waits is within the admission, so that it is counted.
		this.all = chain(new Answering(codecs)::answer, new UploadedForms(codecs), new ContentHeaders(),
				new RateLimit(rateLimit, clients), new RequestLimits(), new Admission(meters),
				new ResponseHeaders(publicUrl));
	}

	private static WebFilterChain chain(WebFilterChain answering, WebFilter... fromWithin) {
		WebFilterChain all = answering;
		for (WebFilter filter : fromWithin) {
			WebFilterChain within = all;
			all = (exchange) -> filter.filter(exchange, within);
		}
		return all;
	}

	/** Answers a request, or fails with the problem that says why not. */
	Mono<Void> filter(ServerWebExchange exchange) {
		this.addresses.find(exchange);
		return this.all.filter(exchange);
	}

}
