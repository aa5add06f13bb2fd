package io.oncegate.web.owner.campaign;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.oncegate.web.http.Body;
import io.oncegate.web.http.PlainText;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.http.Text;
import io.oncegate.web.owner.campaign.CsvFields.Known;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/** Reads the header line of a campaign's CSV. */
@Component
class CsvHeader {

	private static final int MOST = 50;

	private static final int LONGEST_NAME = 200;

	/** Quotes that programs and people use instead of the one of CSV. */
	private static final String QUOTES = "'`\u00B4\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u2039\u203A\u00AB\u00BB\uFF02\uFF07";

	private final CsvFields fields;

	private final Body body;

	private final JsonMapper json;

	CsvHeader(CsvFields fields, Body body, JsonMapper json) {
		this.fields = fields;
		this.body = body;
		this.json = json;
	}

	/** Tells whether a column with this name is a part of the recipient. */
	boolean isKnown(String name) {
		return this.fields.of(name).isPresent();
	}

	/** Finds the columns, or fails with the mistakes in their names. */
	CsvColumns columns(int line, List<String> names) {
		List<FieldError> mistakes = new ArrayList<>();
		Map<CsvField, Integer> places = places(line, names, mistakes);
		names.stream()
			.filter((name) -> CsvColumns.EMAIL.matcher(name).find())
			.findFirst()
			.ifPresent((email) -> mistakes.add(0, new FieldError("line " + line, "looks like a person (" + email.strip()
					+ "); put a line above it that names the columns, " + "like name,email")));
		if (mistakes.isEmpty() && places.isEmpty()) {
			mistakes.add(new FieldError("line " + line, "names no column that says whom a link is for (name, email or "
					+ "reference), but only " + quoted(names)));
		}
		if (!mistakes.isEmpty()) {
			throw ProblemException.invalid(mistakes.subList(0, Math.min(MOST, mistakes.size())));
		}
		return new CsvColumns(List.copyOf(names), places, this.body, this.json);
	}

	private Map<CsvField, Integer> places(int line, List<String> names, List<FieldError> mistakes) {
		Map<Known, List<Integer>> found = new HashMap<>();
		if (names.size() > MOST) {
			mistakes.add(new FieldError("line " + line, "names more than " + MOST + " columns"));
		}
		Set<String> seen = new HashSet<>();
		for (int n = 0; n < names.size(); n++) {
			String name = names.get(n).strip();
			int place = n;
			if (isWrong(line, n + 1, name, mistakes)) {
				continue;
			}
			if (!seen.add(name.toLowerCase(Locale.ROOT))) {
				mistakes.add(new FieldError("line " + line, "names the column " + name + " twice"));
				continue;
			}
			this.fields.of(name)
				.ifPresent((known) -> found.computeIfAbsent(known, (first) -> new ArrayList<>()).add(place));
		}
		Map<CsvField, Integer> places = new EnumMap<>(CsvField.class);
		for (CsvField field : CsvField.values()) {
			List<Integer> columns = columns(field, found);
			if (columns.size() > 1) {
				mistakes.add(new FieldError("line " + line, "names the column " + field.key() + " twice, as "
						+ names.get(columns.get(0)).strip() + " and as " + names.get(columns.get(1)).strip()));
			}
			columns.stream().limit(1).forEach((column) -> places.put(field, column));
		}
		return places;
	}

	private static List<Integer> columns(CsvField field, Map<Known, List<Integer>> found) {
		List<Integer> usual = found.get(new Known(field, true));
		if (usual != null) {
			return usual;
		}
		boolean divided = field == CsvField.NAME && found.keySet()
			.stream()
			.anyMatch((known) -> known.field() == CsvField.FIRST_NAME || known.field() == CsvField.LAST_NAME);
		return divided ? List.of() : found.getOrDefault(new Known(field, false), List.of());
	}

	private static boolean isWrong(int line, int column, String name, List<FieldError> mistakes) {
		String mistake = null;
		if (Text.tidy(name) == null) {
			mistake = "has no name for column " + column;
		}
		else if (name.length() > LONGEST_NAME || !PlainText.Validator.isPlain(name, false)) {
			mistake = "must give column " + column + " a name of at most " + LONGEST_NAME + " characters";
		}
		else if (QUOTES.indexOf(name.charAt(0)) >= 0 && QUOTES.indexOf(name.charAt(name.length() - 1)) >= 0) {
			mistake = "puts column " + column
					+ " in quotes that CSV does not know; use straight double quotes (\"), or none";
		}
		else if (name.equalsIgnoreCase("url")) {
			mistake = "has a column named url, which is where the links are written";
		}
		if (mistake != null) {
			mistakes.add(new FieldError("line " + line, mistake));
		}
		return mistake != null;
	}

	private static String quoted(List<String> names) {
		String all = String.join(", ", names.stream().map((name) -> "“" + name.strip() + "”").toList());
		return (all.length() > LONGEST_NAME) ? all.substring(0, LONGEST_NAME) + "…" : all;
	}

}
