package io.oncegate.web.openapi;

import java.time.Duration;
import java.util.Map;

import io.oncegate.web.http.FixedBytes;
import io.oncegate.web.http.MediaTypes;
import io.oncegate.web.http.Prepared;
import io.oncegate.web.http.ProblemDocuments;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.page.Asset;
import io.oncegate.web.page.Templates;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves the description of the API: to programs as OpenAPI, to people as a page
 * generated from it. Both are generated on the first request, so that they do not delay
 * the start.
 */
@Component
public class ApiDocs {

	private static final CacheControl FOR_A_WHILE = CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

	private final Mono<Copy> document;

	private final Mono<Copy> page;

	ApiDocs(PublicUrl publicUrl, ProblemDocuments problems, JsonMapper json, Templates templates) {
		Mono<JsonNode> description = Mono.fromSupplier(() -> OpenApi.read(publicUrl, problems, json))
			.subscribeOn(Schedulers.boundedElastic());
		this.document = description.map((tree) -> new Copy(MediaType.APPLICATION_JSON, json.writeValueAsBytes(tree)))
			.cache();
		this.page = description
			.map((tree) -> new Copy(MediaTypes.HTML,
					templates.render("openapi/docs.jte", Map.of("page", ApiPage.of(tree)))))
			.cache();
	}

	/** Sends the description, which programs of any site may read. */
	public Mono<ServerResponse> document(ServerRequest request) {
		return this.document.flatMap((copy) -> {
			request.exchange().getResponse().getHeaders().setAccessControlAllowOrigin("*");
			return copy.answer(request);
		});
	}

	/** Shows the description as a page. */
	public Mono<ServerResponse> page(ServerRequest request) {
		return this.page.flatMap((copy) -> copy.answer(request));
	}

	/**
	 * Content that is the same for everybody until the gateway is upgraded or
	 * reconfigured.
	 */
	private record Copy(MediaType type, Prepared content, String tag) {

		Copy(MediaType type, byte[] content) {
			// Weak, as it is the same for the compressed bytes.
			this(type, new FixedBytes(content), "W/\"" + Asset.hash(content) + "\"");
		}

		Mono<ServerResponse> answer(ServerRequest request) {
			HttpHeaders headers = request.exchange().getResponse().getHeaders();
			headers.setCacheControl(FOR_A_WHILE);
			headers.setETag(this.tag);
			return request.checkNotModified(this.tag)
				.switchIfEmpty(Mono.fromSupplier(() -> this.content.answer(request, HttpStatus.OK, this.type, (all) -> {
				})));
		}

	}

}
