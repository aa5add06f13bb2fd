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

/** Reads forms, and says what is wrong with them. */
public final class Forms {

	private static final String LANGUAGE = Forms.class.getName() + ".language";

	/** Browsers send a form along with its request. */
	private static final Duration MOMENT = Duration.ofMillis(500);

	/** What invitees are asked for. */
	private static final List<String> ASKED = List.of("start", "name", "email", "notes", "zone", "key", "lang",
			"address");

	/**
	 * A button of this name shows another part or language of a page, and does nothing.
	 */
	private static final String SHOW = "show";

	/** No field takes more. */
	private static final int LONGEST = 2000;

	private Forms() {
	}

	/** Reads a form; what is answered from then on is in the language that it names. */
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
	 * Reads a form that could not be served, if it is there: nothing that was typed is to
	 * be lost, and it is answered in the language that it names. What no page asks for is
	 * not sent back.
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
	 * Has a request answered in the language that its form names, if it does; a button
	 * that shows another one names it in the address.
	 */
	static void noteLanguage(ServerWebExchange exchange, MultiValueMap<String, String> form) {
		String language = value(form, "lang");
		if (!language.isEmpty() && !onlyShows(form)) {
			exchange.getAttributes().put(LANGUAGE, language);
		}
	}

	/** The language that the form of a request names, if one was read and does. */
	public static @Nullable String language(ServerWebExchange exchange) {
		return exchange.getAttribute(LANGUAGE);
	}

	/** Tells whether a page is to be shown again, with what was typed. */
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
	 * What was typed in a field; blank if nothing was. A new line is one character, as
	 * browsers count it.
	 */
	public static String value(MultiValueMap<String, String> form, String name) {
		return find(form, name).orElse("").replace("\r\n", "\n");
	}

	/**
	 * What was sent in a field, if it was sent. A form that says two things in one field
	 * is refused, for one of them would be lost.
	 */
	public static Optional<String> find(MultiValueMap<String, String> form, String name) {
		List<String> values = form.getOrDefault(name, List.of()).stream().filter(Objects::nonNull).distinct().toList();
		if (values.size() > 1) {
			throw ProblemException.ambiguous(name);
		}
		return values.stream().findFirst();
	}

}
