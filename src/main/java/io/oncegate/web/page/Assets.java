package io.oncegate.web.page;

import java.time.Duration;
import java.util.List;

import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Serves the stylesheets and scripts, which are read at startup. */
@Component
public class Assets {

	private static final CacheControl FOR_GOOD = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

	private static final CacheControl FOR_A_WHILE = CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

	/** Loaded now, because reading files later would block an event loop. */
	private final List<Asset> assets = List.of(Asset.values());

	public Mono<ServerResponse> get(ServerRequest request) {
		return get(request, request.pathVariable("name"));
	}

	public Mono<ServerResponse> get(ServerRequest request, String name) {
		return Mono.justOrEmpty(this.assets.stream().filter((asset) -> asset.isNamed(name)).findFirst())
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND)))
			.map((asset) -> asset.content()
				.answer(request, HttpStatus.OK, asset.type(),
						(headers) -> headers.setCacheControl(asset.isLasting(name) ? FOR_GOOD : FOR_A_WHILE)));
	}

}
