package io.oncegate.web.console;

import java.util.List;

import io.oncegate.web.http.Forms;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.MultiValueMap;

/**
 * The form of the settings. It is kept as JSON of the API, so that the API validates it;
 * invalid input is kept as it was typed.
 */
public record SettingsForm(ObjectNode json) {

	private static final List<String> CONTACT = List.of("name", "email", "phone", "url");

	static SettingsForm read(MultiValueMap<String, String> sent) {
		ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", Forms.value(sent, "name").strip());
		ObjectNode contact = json.putObject("contact");
		CONTACT.forEach((name) -> {
			String value = Forms.value(sent, "contact." + name).strip();
			contact.put(name, value.isEmpty() ? null : value);
		});
		return new SettingsForm(json);
	}

	/** The value of a field, given by a path like {@code contact.name}. */
	public String text(String path) {
		return this.json.at("/" + path.replace('.', '/')).asString("");
	}

}
