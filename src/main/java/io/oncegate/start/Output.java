package io.oncegate.start;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the gateway prints: text for people, or a JSON log for programs. */
@Component
class Output {

	private final String structured;

	Output(@Value("${logging.structured.format.console:}") String structured) {
		this.structured = structured;
	}

	boolean isText() {
		return this.structured.isEmpty();
	}

}
