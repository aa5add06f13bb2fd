package io.oncegate.web.http;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * A request with an urlencoded form, in the charset that its {@code Content-Type}
 * declares or else in UTF-8, which is refused if it cannot be read. Java puts U+FFFD in
 * the place of bytes that are no text, and what was typed would be lost.
 */
public final class UrlencodedForm extends ServerWebExchangeDecorator {

	private static final char REPLACEMENT = '\uFFFD';

	UrlencodedForm(ServerWebExchange exchange) {
		super(exchange);
	}

	@Override
	public Mono<MultiValueMap<String, String>> getFormData() {
		return super.getFormData().doOnNext(this::check)
			.onErrorMap(IllegalArgumentException.class, (ex) -> ProblemException.unreadable());
	}

	private void check(MultiValueMap<String, String> form) {
		form.forEach((name, values) -> {
			if (!isReadable(name) || !values.stream().allMatch(UrlencodedForm::isReadable)) {
				Forms.noteLanguage(getDelegate(), form);
				throw ProblemException.unreadable();
			}
		});
	}

	/** Tells whether all bytes of a text were characters; a field may be without one. */
	public static boolean isReadable(@Nullable String text) {
		return text == null || text.indexOf(REPLACEMENT) < 0;
	}

}
