package io.oncegate.web.owner.campaign;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.owner.campaign.CsvRecords.Cells;
import io.oncegate.web.owner.campaign.CsvStyle.Separator;

/**
 * The beginning of a file, up to the end of the header line, from which its style is
 * detected. The separator that Excel writes depends on the user's region, and it can be
 * declared by a first line like {@code sep=;}.
 */
class CsvBeginning {

	private static final byte[] MARK = CsvStyle.MARK;

	private static final Pattern DECLARATION = Pattern.compile("\"?sep=(.)\"?\r?\n", Pattern.CASE_INSENSITIVE);

	private static final String REMEDY = ", not CSV in UTF-8; save it as “CSV UTF-8” and send that";

	private final Predicate<String> known;

	private final ByteArrayOutputStream all = new ByteArrayOutputStream();

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	private int number = 1;

	private int length;

	private boolean quoted;

	private boolean mayOpen = true;

	private boolean something;

	private boolean whole;

	private boolean afterReturn;

	/** Whether a line ended with CR alone. */
	private boolean returned;

	private int declared;

	/** The length of the declaration and the byte order mark before it, in bytes. */
	private int skipped;

	/**
	 * Begins to read a file.
	 * @param known whether a name is that of a known column
	 */
	CsvBeginning(Predicate<String> known) {
		this.known = known;
	}

	/**
	 * Adds bytes that have arrived.
	 * @return whether the header line is complete
	 */
	boolean add(byte[] bytes) {
		this.all.writeBytes(bytes);
		for (int n = 0; n < bytes.length && !this.whole; n++) {
			take(bytes[n]);
		}
		return this.whole;
	}

	private void take(byte next) {
		this.length++;
		this.line.write(next);
		if (this.length <= MARK.length && next == MARK[this.length - 1]) {
			return;
		}
		if (next == '"' && (this.quoted || this.mayOpen)) {
			this.quoted = !this.quoted;
			this.mayOpen = true;
			return;
		}
		boolean separates = Separator.of(next).isPresent();
		this.mayOpen = !this.quoted && (separates || next == '\n');
		this.returned |= this.afterReturn && next != '\r' && next != '\n';
		this.afterReturn = next == '\r' && !this.quoted;
		this.something |= !separates && !Character.isWhitespace(next);
		this.whole = this.length > RecordCutter.LONGEST
				|| next == '\n' && !this.quoted && this.something && !declares();
		if (next == '\n' && !this.quoted && !this.whole) {
			this.line.reset();
			this.number++;
			this.something = false;
		}
	}

	private boolean declares() {
		Matcher declaration = DECLARATION.matcher(text());
		boolean declares = this.line.size() == this.length && declaration.matches();
		if (declares) {
			this.declared = declaration.group(1).charAt(0);
			this.skipped = this.length;
		}
		return declares;
	}

	private String text() {
		String text = this.line.toString(StandardCharsets.UTF_8);
		return text.startsWith("\uFEFF") ? text.substring(1) : text;
	}

	/** The style of the file, once the header line is complete or the file has ended. */
	CsvStyle style() {
		if (this.length == 0) {
			throw ProblemException.invalid("body",
					"is empty; send a line that names the columns, and a line for each link");
		}
		if (!this.something) {
			throw ProblemException.invalid("body",
					"has no rows; send a line that names the columns, and a line for each link");
		}
		String other = NotCsv.name(this.line.toByteArray());
		if (other != null) {
			throw ProblemException.invalid("body", other + REMEDY);
		}
		String header = text();
		if (this.returned) {
			throw ProblemException.invalid("body",
					"ends its lines with CR alone, as old Macintosh programs do" + REMEDY);
		}
		return new CsvStyle(separator(header), header.endsWith("\r\n") ? "\r\n" : "\n", isMarked());
	}

	private boolean isMarked() {
		byte[] bytes = this.all.toByteArray();
		return bytes.length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
	}

	/** What has arrived, from the header line on. */
	byte[] rest() {
		byte[] bytes = this.all.toByteArray();
		int from = (this.skipped > 0) ? this.skipped : isMarked() ? MARK.length : 0;
		return Arrays.copyOfRange(bytes, from, bytes.length);
	}

	/** The number of the line that the rest begins with. */
	int firstLine() {
		return (this.skipped > 0) ? 2 : 1;
	}

	/**
	 * Detects the separator. If several divide the header line, the one that yields a
	 * known column is it, because names may contain the others.
	 */
	private Separator separator(String header) {
		if (this.declared != 0) {
			return Separator.of(this.declared)
				.orElseThrow(() -> ProblemException.invalid("line 1",
						"says that cells are separated by something other than commas, semicolons, tabs or pipes"));
		}
		List<Separator> dividing = Arrays.stream(Separator.values())
			.filter((separator) -> cells(header, separator).size() > 1)
			.toList();
		List<Separator> finding = (dividing.size() < 2) ? dividing
				: dividing.stream()
					.filter((separator) -> cells(header, separator).stream().anyMatch(this.known))
					.toList();
		if (finding.size() > 1 || finding.isEmpty() && !dividing.isEmpty()) {
			throw ProblemException.invalid("line " + this.number,
					"could be separated by " + dividing.get(0).word() + " or by " + dividing.get(1).word()
							+ "; put names that contain one in quotes, or write a line like sep=; above");
		}
		return finding.isEmpty() ? Separator.COMMA : finding.get(0);
	}

	/** Returns no cells if the line is not CSV, which is reported later. */
	private static List<String> cells(String header, Separator separator) {
		try (CsvReader<Cells> records = CsvRecords.of(header, separator)) {
			return records.stream().findFirst().map(Cells::values).orElse(List.of());
		}
		catch (CsvParseException ex) {
			return List.of();
		}
		catch (java.io.IOException ex) {
			throw new IllegalStateException("Reading from a string cannot fail", ex);
		}
	}

}
