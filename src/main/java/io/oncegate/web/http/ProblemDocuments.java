package io.oncegate.web.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.oncegate.telemetry.TraceId;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Writes problem documents (RFC 9457). Those about a dead link are the same for many
 * clients, so they are written once for all of them.
 */
@Component
public class ProblemDocuments {

	/** Stands for the trace id of the request. */
	private static final String PLACEHOLDER = TraceId.fresh().value();

	private final PublicUrl publicUrl;

	private final JsonMapper json;

	private final Renderings renderings;

	public ProblemDocuments(PublicUrl publicUrl, JsonMapper json, Renderings renderings) {
		this.publicUrl = publicUrl;
		this.json = json;
		this.renderings = renderings;
	}

	/** Writes the document of a problem. */
	public byte[] of(ProblemException problem, TraceId request) {
		return (problem instanceof DeadLinkException dead) ? this.renderings
			.of(new Key(dead.calendar().id(), dead.problem()), dead.calendar(),
					() -> new KeyedBody(write(dead, PLACEHOLDER), PLACEHOLDER))
			.with(request.value())
			.plain() : write(problem, request.value());
	}

	private byte[] write(ProblemException problem, String traceId) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("type", this.publicUrl.of("/problems/" + problem.problem().slug()));
		document.put("title", problem.problem().title());
		document.put("status", problem.status().value());
		document.put("detail", problem.detail());
		if (!problem.errors().isEmpty()) {
			document.put("errors", problem.errors());
		}
		if (problem.contact() != null) {
			document.put("contact", problem.contact());
		}
		document.put("traceId", traceId);
		return this.json.writeValueAsBytes(document);
	}

	private record Key(UUID calendar, Problem problem) {

	}

}
