package io.oncegate.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Knows the fields by the names that their columns usually have, in the languages of the
 * pages: {@code columns.properties}. "E-Mail", "e_mail" and "EMAIL" are one name.
 */
@Component
class CsvFields {

	private final Map<String, CsvField> byName = new HashMap<>();

	CsvFields() throws IOException {
		Properties names = new Properties();
		try (Reader reader = new InputStreamReader(new ClassPathResource("columns.properties").getInputStream(),
				StandardCharsets.UTF_8)) {
			names.load(reader);
		}
		for (CsvField field : CsvField.values()) {
			for (String name : names.getProperty(field.key()).split(",")) {
				this.byName.put(letters(name), field);
			}
		}
	}

	/** The field that a column of this name holds, if it is one. */
	Optional<CsvField> of(String name) {
		return Optional.ofNullable(this.byName.get(letters(name)));
	}

	private static String letters(String name) {
		return Normalizer.normalize(name, Normalizer.Form.NFKD)
			.codePoints()
			.filter(Character::isLetterOrDigit)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString()
			.toLowerCase(Locale.ROOT);
	}

}
