package io.oncegate.support;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** What the gateway answered. */
public record Answer(String publicUrl, int status, HttpHeaders headers, String body) {

	/** Checks the status. */
	public Answer is(int status) {
		assertThat(this.status).as(this.body).isEqualTo(status);
		return this;
	}

	/** Checks that this is a page. */
	public Answer isPage(int status) {
		is(status);
		assertThat(header(HttpHeaders.CONTENT_TYPE)).isEqualTo("text/html;charset=UTF-8");
		assertThat(this.body).startsWith("<!doctype html>").contains("</html>");
		return this;
	}

	/** Checks that this is a problem by RFC 9457 and the contract. */
	public Answer isProblem(int status, String name) {
		is(status);
		assertThat(this.headers.getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(text("/type")).isEqualTo(this.publicUrl + "/problems/" + name);
		assertThat(json().path("status").asInt()).isEqualTo(status);
		assertThat(text("/title")).isNotBlank();
		assertThat(text("/detail")).isNotBlank();
		return this;
	}

	/** Checks that this says that a value is wrong, or that the request is malformed. */
	public Answer isInvalidRequest() {
		assertThat(this.status).as(this.body).isIn(400, 422);
		return isProblem(this.status, "invalid-request");
	}

	/** Checks which fields are wrong. */
	public Answer names(String... fields) {
		List<String> named = new ArrayList<>();
		json().path("errors").forEach((error) -> {
			named.add(error.path("field").asString(""));
			assertThat(error.path("message").asString("")).isNotBlank();
		});
		assertThat(named).as(this.body).containsExactlyInAnyOrder(fields);
		return this;
	}

	public JsonNode json() {
		return JsonMapper.shared().readTree(this.body);
	}

	/** The text at a JSON pointer, or nothing. */
	public String text(String pointer) {
		return json().at(pointer).asString("");
	}

	/** The ids of a list's items. */
	public List<String> ids() {
		List<String> ids = new ArrayList<>();
		json().path("items").forEach((item) -> ids.add(item.path("id").asString("")));
		return ids;
	}

	public String header(String name) {
		String value = this.headers.getFirst(name);
		return (value != null) ? value : "";
	}

}
