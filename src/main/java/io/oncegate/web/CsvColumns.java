package io.oncegate.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.oncegate.campaign.Row;
import io.oncegate.link.Recipient;
import io.oncegate.web.OneTimeLinkApi.RecipientBody;
import io.oncegate.web.ProblemException.FieldError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The columns of a campaign's CSV: name, email and reference, in any case, say whom a
 * link is for; all others become its metadata.
 */
class CsvColumns {

	private static final int MOST = 50;

	private static final int LONGEST_NAME = 200;

	private final List<String> names;

	private final List<String> fields;

	private final Reader reader;

	private CsvColumns(List<String> names, Reader reader) {
		this.names = names;
		this.fields = names.stream().map((name) -> name.strip().toLowerCase(Locale.ROOT)).toList();
		this.reader = reader;
	}

	/** The names as they came. */
	List<String> names() {
		return this.names;
	}

	/** Reads a row, and says what is wrong with it. */
	Row row(int number, int line, List<String> cells, List<FieldError> mistakes) {
		if (cells.size() != this.names.size()) {
			mistakes.add(new FieldError("line " + line, "has " + counted(cells.size(), "cell") + ", but "
					+ ((this.names.size() == 1) ? "there is " : "there are ") + counted(this.names.size(), "column")));
			return new Row(number, cells, null, null);
		}
		RecipientBody recipient = new RecipientBody(cell("name", cells), cell("email", cells),
				cell("reference", cells));
		this.reader.body.mistakes(recipient)
			.forEach((mistake) -> mistakes
				.add(new FieldError("line " + line + ": " + mistake.field(), mistake.message())));
		return new Row(number, cells, new Recipient(Text.tidy(recipient.name()), Text.tidy(recipient.email()),
				Text.tidy(recipient.reference())), metadata(line, cells, mistakes));
	}

	private static String counted(int number, String thing) {
		return number + " " + thing + ((number == 1) ? "" : "s");
	}

	private @Nullable String cell(String field, List<String> cells) {
		int column = this.fields.indexOf(field);
		return (column < 0 || cells.get(column).isEmpty()) ? null : cells.get(column);
	}

	private @Nullable String metadata(int line, List<String> cells, List<FieldError> mistakes) {
		Map<String, String> metadata = new LinkedHashMap<>();
		for (int n = 0; n < cells.size(); n++) {
			String cell = cells.get(n);
			if (cell.isEmpty() || Reader.RECIPIENT.contains(this.fields.get(n))) {
				continue;
			}
			if (!PlainText.Validator.isPlain(cell, true)) {
				mistakes.add(new FieldError("line " + line + ": " + this.names.get(n),
						"must be text without control characters"));
			}
			metadata.put(this.names.get(n), cell);
		}
		String text = metadata.isEmpty() ? null : this.reader.json.writeValueAsString(metadata);
		if (text != null && text.length() > OneTimeLinkApi.MOST_METADATA) {
			mistakes.add(new FieldError("line " + line,
					"has more than " + OneTimeLinkApi.MOST_METADATA + " characters in the columns that are kept"));
		}
		return text;
	}

	/** Reads the line that names the columns. */
	@Component
	static class Reader {

		private static final Set<String> RECIPIENT = Set.of("name", "email", "reference");

		private final Body body;

		private final JsonMapper json;

		Reader(Body body, JsonMapper json) {
			this.body = body;
			this.json = json;
		}

		CsvColumns columns(int line, List<String> names) {
			CsvColumns columns = new CsvColumns(List.copyOf(names), this);
			List<FieldError> mistakes = new ArrayList<>();
			if (names.size() > MOST) {
				mistakes.add(new FieldError("line " + line, "names more than " + MOST + " columns"));
			}
			Set<String> seen = new HashSet<>();
			for (String field : columns.fields) {
				mistake(field, seen).ifPresent((mistake) -> mistakes.add(new FieldError("line " + line, mistake)));
			}
			if (!mistakes.isEmpty()) {
				throw ProblemException.invalid(mistakes.subList(0, Math.min(MOST, mistakes.size())));
			}
			return columns;
		}

		private static java.util.Optional<String> mistake(String field, Set<String> seen) {
			if (field.isEmpty() || field.length() > LONGEST_NAME || !PlainText.Validator.isPlain(field, false)) {
				return java.util.Optional
					.of("must name each column by text of at most " + LONGEST_NAME + " characters");
			}
			if (field.equals("url")) {
				return java.util.Optional.of("names a column url, which is where the links are written");
			}
			return seen.add(field) ? java.util.Optional.empty()
					: java.util.Optional.of("names the column " + field + " twice");
		}

	}

}
