package io.oncegate.web.page;

import java.util.Map;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.oncegate.web.http.MediaTypes;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Renders pages from the precompiled templates, in a language, as UTF-8. */
@Component
public class Templates {

	private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

	/** Answers with a page in a language. */
	public Mono<ServerResponse> answer(HttpStatus status, Language t, String name, Object page) {
		return html(status, t, render(name, t, page));
	}

	/** Answers with a rendered page, in the language it was rendered in. */
	public static Mono<ServerResponse> html(HttpStatus status, Language t, byte[] page) {
		return ServerResponse.status(status).contentType(MediaTypes.HTML).headers(t::describe).bodyValue(page);
	}

	/** Renders a page in a language. */
	public byte[] render(String name, Language t, Object page) {
		return render(name, Map.of("t", t, "page", page));
	}

	/** Renders a template with parameters by name. */
	public byte[] render(String name, Map<String, Object> parameters) {
		Utf8ByteOutput output = new Utf8ByteOutput();
		this.engine.render(name, parameters, output);
		return output.toByteArray();
	}

}
