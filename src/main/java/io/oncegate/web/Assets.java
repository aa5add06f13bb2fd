package io.oncegate.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The stylesheet and the scripts, read once. */
@Component
class Assets {

	private static final Map<String, MediaType> TYPES = Map.of("oncegate.css", new MediaType("text", "css"), "zone.js",
			new MediaType("text", "javascript"), "embed.js", new MediaType("text", "javascript"));

	private final Map<String, byte[]> files;

	Assets() throws IOException {
		this.files = Map.of("oncegate.css", read("oncegate.css"), "zone.js", read("zone.js"), "embed.js",
				read("embed.js"));
	}

	private static byte[] read(String name) throws IOException {
		return new ClassPathResource("assets/" + name).getContentAsByteArray();
	}

	Mono<ServerResponse> get(ServerRequest request) {
		return get(request.pathVariable("name"));
	}

	Mono<ServerResponse> get(String name) {
		return Mono.justOrEmpty(this.files.get(name))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND)))
			.flatMap((file) -> ServerResponse.ok()
				.contentType(TYPES.getOrDefault(name, MediaType.APPLICATION_OCTET_STREAM))
				.cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
				.bodyValue(file));
	}

}
