package io.oncegate.web.owner.campaign;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.campaign.Row;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.PlainText;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.http.Text;
import io.oncegate.web.owner.NewLinkBody;
import io.oncegate.web.owner.RecipientBody;
import io.oncegate.web.owner.campaign.CsvRecords.Cells;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The columns of a campaign's CSV. Name, email and reference, recognized by their usual
 * names, make up the recipient; all other columns become metadata. A first and a last
 * name are added to the name unless it contains them.
 */
class CsvColumns {

	/** Looks like an email address, valid or not. */
	static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"]+@[^\\s@<>\"]+\\.[^\\s@<>\"]+");

	/** The fields that are not also kept as metadata. */
	private static final Set<CsvField> WHOLE = EnumSet.of(CsvField.NAME, CsvField.EMAIL, CsvField.REFERENCE);

	private final List<String> names;

	private final Map<CsvField, Integer> fields;

	private final Set<Integer> ofRecipient;

	private final Body body;

	private final JsonMapper json;

	/**
	 * The columns of a file.
	 * @param fields the column of each field, counted from 0
	 */
	CsvColumns(List<String> names, Map<CsvField, Integer> fields, Body body, JsonMapper json) {
		this.names = names;
		this.fields = fields;
		this.ofRecipient = WHOLE.stream().map(fields::get).filter(Objects::nonNull).collect(Collectors.toSet());
		this.body = body;
		this.json = json;
	}

	/** The names as they were sent. */
	List<String> names() {
		return this.names;
	}

	/** The column of each field, counted from 1, like {@code , name=1, email=3}. */
	String places() {
		return this.fields.entrySet()
			.stream()
			.map((place) -> ", " + place.getKey().key() + "=" + (place.getValue() + 1))
			.collect(Collectors.joining());
	}

	/** Reads a row, and adds its mistakes to a list. */
	Row row(int number, int line, Cells sent, List<FieldError> mistakes) {
		List<String> cells = sent.values();
		if (cells.size() != this.names.size()) {
			mistakes.add(new FieldError("line " + line, "has " + counted(cells.size(), "cell") + ", but "
					+ ((this.names.size() == 1) ? "there is " : "there are ") + counted(this.names.size(), "column")));
			return new Row(number, cells, null, null);
		}
		if (cells.size() == 1 && !sent.quoted() && isDivided(cells.get(0))) {
			mistakes.add(new FieldError("line " + line, "has a semicolon, a tab or a pipe, but there is 1 column; "
					+ "name all columns in the first line, or put the cell in quotes"));
			return new Row(number, cells, null, null);
		}
		RecipientBody recipient = new RecipientBody(name(cells), cell(CsvField.EMAIL, cells),
				cell(CsvField.REFERENCE, cells));
		this.body.mistakes(recipient)
			.forEach((mistake) -> mistakes
				.add(new FieldError("line " + line + ": " + column(mistake.field()), mistake.message())));
		return new Row(number, cells, recipient.toRecipient(), metadata(number, line, cells, mistakes));
	}

	private static String counted(int number, String thing) {
		return number + " " + thing + ((number == 1) ? "" : "s");
	}

	private static boolean isDivided(String cell) {
		return cell.indexOf(';') >= 0 || cell.indexOf('\t') >= 0 || cell.indexOf('|') >= 0;
	}

	private @Nullable String cell(CsvField field, List<String> cells) {
		Integer column = this.fields.get(field);
		return (column == null || cells.get(column).isEmpty()) ? null : cells.get(column);
	}

	/** A column called name may contain only a last name, or a first name. */
	private @Nullable String name(List<String> cells) {
		String name = cell(CsvField.NAME, cells);
		String first = Text.tidy(cell(CsvField.FIRST_NAME, cells));
		String last = Text.tidy(cell(CsvField.LAST_NAME, cells));
		return (first == null && last == null) ? name : FullName.of(first, Text.tidy(name), last);
	}

	/** The name of the column that a field of the recipient was read from. */
	private String column(String field) {
		Integer column = Stream
			.of(CsvField.valueOf(field.toUpperCase(Locale.ROOT)), CsvField.FIRST_NAME, CsvField.LAST_NAME)
			.map(this.fields::get)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		return (column != null) ? this.names.get(column).strip() : field;
	}

	private @Nullable String metadata(int number, int line, List<String> cells, List<FieldError> mistakes) {
		Map<String, String> metadata = new LinkedHashMap<>();
		for (int n = 0; n < cells.size(); n++) {
			String cell = cells.get(n);
			if (cell.isEmpty() || this.ofRecipient.contains(n)) {
				continue;
			}
			String mistake = mistake(number, cell);
			if (mistake != null) {
				mistakes.add(new FieldError("line " + line + ": " + this.names.get(n).strip(), mistake));
			}
			metadata.put(this.names.get(n), cell);
		}
		String text = metadata.isEmpty() ? null : this.json.writeValueAsString(metadata);
		if (text != null && text.length() > NewLinkBody.MOST_METADATA) {
			mistakes.add(new FieldError("line " + line,
					"has more than " + NewLinkBody.MOST_METADATA + " characters in the columns that are kept"));
		}
		return text;
	}

	/**
	 * Email addresses must not end up in metadata unnoticed: the first chunk is checked
	 * before any link is issued.
	 */
	private @Nullable String mistake(int number, String cell) {
		if (!PlainText.Validator.isPlain(cell, true)) {
			return "must be text without control characters";
		}
		return (number <= CampaignRows.CHUNK && !this.fields.containsKey(CsvField.EMAIL)
				&& EMAIL.matcher(cell.strip()).matches())
						? "is an email address, but no column is named email; name the column email, or add one, "
								+ "which may be empty, if the links are for somebody else"
						: null;
	}

}
