package io.oncegate.web.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.oncegate.redemption.Timeouts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/** Reads HTML forms. */
public final class Forms {

	private static final String LANGUAGE = Forms.class.getName() + ".language";

	/** Browsers send a form together with its request. */
	private static final Duration MOMENT = Duration.ofMillis(500);

	/** The fields of the invitees' pages. */
	private static final List<String> ASKED = List.of("start", "name", "email", "notes", "zone", "key", "lang",
			"address");

	/**
	 * A button with this name shows another part or language of a page, and does nothing
	 * else.
	 */
	private static final String SHOW = "show";

	/** No field takes more characters. */
	private static final int LONGEST = 2000;

	private Forms() {
	}

	/**
	 * Reads a form; from then on, the request is answered in the language that it names.
	 */
	public static Mono<MultiValueMap<String, String>> fields(ServerRequest request) {
		return request.headers().contentType().filter(Forms::isOther).isPresent()
				? Mono.error(Unsupported.form(request.exchange(), MediaType.APPLICATION_FORM_URLENCODED))
				: request.formData()
					.doOnNext((fields) -> noteLanguage(request.exchange(), fields))
					.timeout(Body.PATIENCE, Mono.error(ProblemException::late));
	}

	private static boolean isOther(MediaType type) {
		return !MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(type);
	}

	/**
	 * Reads the form of a request that failed, if it arrives soon, so that the invitee's
	 * input is not lost and the answer is in the form's language. Only fields that the
	 * pages have are kept.
	 */
	public static Mono<Map<String, String>> sent(ServerWebExchange exchange) {
		return (exchange.getRequest().getHeaders().getContentLength() > Body.LIMIT) ? Mono.just(Map.of())
				: exchange.getFormData()
					.doOnNext((fields) -> noteLanguage(exchange, fields))
					.map(Forms::values)
					.timeout(MOMENT, Timeouts.scheduler())
					.onErrorReturn(Map.of())
					.defaultIfEmpty(Map.of());
	}

	/**
	 * Notes the language that a form names. A button that switches the language names the
	 * new one in the address, which takes precedence.
	 */
	static void noteLanguage(ServerWebExchange exchange, MultiValueMap<String, String> form) {
		String language = value(form, "lang");
		if (!language.isEmpty() && !onlyShows(form)) {
			exchange.getAttributes().put(LANGUAGE, language);
		}
	}

	/** The language named by the form of a request, if one was read. */
	public static @Nullable String language(ServerWebExchange exchange) {
		return exchange.getAttribute(LANGUAGE);
	}

	/** Tells whether the page is only to be shown again, with the input kept. */
	public static boolean onlyShows(MultiValueMap<String, String> form) {
		return form.containsKey(SHOW);
	}

	private static Map<String, String> values(MultiValueMap<String, String> form) {
		Map<String, String> values = new LinkedHashMap<>();
		ASKED.stream().filter(form::containsKey).forEach((name) -> values.put(name, value(form, name)));
		values.values().removeIf((value) -> value.length() > LONGEST);
		return values;
	}

	/**
	 * Returns the value of a field, or blank. A line break is one character, as browsers
	 * count it.
	 */
	public static String value(MultiValueMap<String, String> form, String name) {
		return find(form, name).orElse("").replace("\r\n", "\n");
	}

	/**
	 * Returns the value of a field, if it was sent. A form that has two different values
	 * for one field is refused, because one of them would be lost.
	 */
	public static Optional<String> find(MultiValueMap<String, String> form, String name) {
		List<String> values = form.getOrDefault(name, List.of()).stream().filter(Objects::nonNull).distinct().toList();
		if (values.size() > 1) {
			throw ProblemException.ambiguous(name);
		}
		return values.stream().findFirst();
	}

}
