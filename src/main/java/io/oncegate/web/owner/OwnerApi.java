package io.oncegate.web.owner;

import java.time.Duration;

import io.oncegate.web.http.Body;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The owner, and their API key, as JSON. */
@Component
public class OwnerApi {

	private final Profiles profiles;

	private final ApiKeys keys;

	private final Body body;

	OwnerApi(Profiles profiles, ApiKeys keys, Body body) {
		this.profiles = profiles;
		this.keys = keys;
		this.body = body;
	}

	public Mono<ServerResponse> get(ServerRequest request) {
		return ServerResponse.ok().bodyValue(OwnerView.of(Authentication.owner(request)));
	}

	/** Changes the fields in the body (JSON Merge Patch, RFC 7396). */
	public Mono<ServerResponse> change(ServerRequest request) {
		return this.body.readTree(request)
			.flatMap((patch) -> this.profiles.change(Authentication.owner(request), patch))
			.map(OwnerView::of)
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	/** Replaces the key of the request. */
	public Mono<ServerResponse> replaceKey(ServerRequest request) {
		return this.body.read(request, GraceBody.class)
			.flatMap((asked) -> this.keys.replace(Authentication.key(request), asked.grace()))
			.map(KeyView::new)
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	record GraceBody(@Min(value = 0, message = "must be 0 or more") @Max(value = 86_400,
			message = "must be 86400 (a day) or less") @Nullable Integer graceSeconds) {

		Duration grace() {
			return (this.graceSeconds != null) ? Duration.ofSeconds(this.graceSeconds) : Duration.ZERO;
		}

	}

	/** A new key, which is shown only here. */
	record KeyView(String apiKey) {

		@Override
		public String toString() {
			return "KeyView[apiKey=…]";
		}

	}

}
