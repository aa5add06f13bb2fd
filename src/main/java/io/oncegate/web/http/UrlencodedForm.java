package io.oncegate.web.http;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * A request with an urlencoded form, in the charset that its {@code Content-Type}
 * declares, or else in UTF-8. A form that cannot be decoded is refused: Java replaces
 * invalid bytes by U+FFFD, so the input would be lost.
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

	/** Tells whether all bytes of a text could be decoded. A field may have no text. */
	public static boolean isReadable(@Nullable String text) {
		return text == null || text.indexOf(REPLACEMENT) < 0;
	}

}
