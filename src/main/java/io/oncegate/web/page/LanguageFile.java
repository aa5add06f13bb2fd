package io.oncegate.web.page;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import org.springframework.core.io.Resource;

/**
 * The file of a language, named after its tag, like {@code languages/de.properties}: all
 * its texts and properties.
 *
 * @param tag the language tag (BCP 47)
 */
record LanguageFile(String tag, Map<String, String> texts) {

	static LanguageFile read(Resource resource) {
		String tag = String.valueOf(resource.getFilename()).replaceFirst("\\.properties$", "");
		Properties properties = new Properties();
		try (Reader reader = new InputStreamReader(resource.getInputStream(), StandardCharsets.UTF_8)) {
			properties.load(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, String> texts = new HashMap<>();
		properties.stringPropertyNames().forEach((key) -> texts.put(key, properties.getProperty(key)));
		return new LanguageFile(tag, texts);
	}

	/** Returns the same language, with another's texts where it has none. */
	LanguageFile or(LanguageFile other) {
		Map<String, String> texts = new HashMap<>(other.texts);
		texts.putAll(this.texts);
		return new LanguageFile(this.tag, Map.copyOf(texts));
	}

	/** The name of the language in the language itself. */
	String name() {
		return text("name");
	}

	String direction() {
		return text("direction");
	}

	/** The locale whose date formats apply unless the reader's region is known. */
	Locale formats() {
		return Locale.forLanguageTag(text("formats"));
	}

	String text(String key) {
		return this.texts.getOrDefault(key, key);
	}

}
