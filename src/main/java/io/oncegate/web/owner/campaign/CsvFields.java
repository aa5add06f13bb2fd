package io.oncegate.web.owner.campaign;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Recognizes fields by the usual names of their columns, in the languages of the pages
 * ({@code columns.properties}). "E-Mail", "e_mail" and "EMAIL" are the same name.
 */
@Component
class CsvFields {

	private final Map<String, Known> byName = new HashMap<>();

	private final List<String> required;

	CsvFields() throws IOException {
		Properties names = new Properties();
		try (Reader reader = new InputStreamReader(new ClassPathResource("columns.properties").getInputStream(),
				StandardCharsets.UTF_8)) {
			names.load(reader);
		}
		for (CsvField field : CsvField.values()) {
			list(names, field.key()).forEach((name) -> this.byName.put(name, new Known(field, true)));
			list(names, field.key() + ".else").forEach((name) -> this.byName.put(name, new Known(field, false)));
		}
		this.required = list(names, "required");
	}

	private static List<String> list(Properties names, String key) {
		return Arrays.stream(names.getProperty(key, "").split(","))
			.map(CsvFields::letters)
			.filter((name) -> !name.isEmpty())
			.toList();
	}

	/** Returns the field that a column with this name contains, if it is known. */
	Optional<Known> of(String name) {
		String letters = letters(name);
		Stream<String> without = this.required.stream()
			.filter(letters::endsWith)
			.map((word) -> letters.substring(0, letters.length() - word.length()));
		return Stream.concat(Stream.of(letters), without).map(this.byName::get).filter(Objects::nonNull).findFirst();
	}

	private static String letters(String name) {
		return Normalizer.normalize(name, Normalizer.Form.NFKD)
			.codePoints()
			.filter(Character::isLetterOrDigit)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString()
			.toLowerCase(Locale.ROOT);
	}

	/**
	 * A field recognized by the name of a column.
	 *
	 * @param usual false if the column counts only if no other has a usual name
	 */
	record Known(CsvField field, boolean usual) {

	}

}
