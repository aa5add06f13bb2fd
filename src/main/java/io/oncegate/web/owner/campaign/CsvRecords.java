package io.oncegate.web.owner.campaign;

import java.util.ArrayList;
import java.util.List;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import io.oncegate.web.http.Text;
import io.oncegate.web.owner.campaign.CsvStyle.Separator;

/** Parses CSV into records. */
final class CsvRecords extends AbstractBaseCsvCallbackHandler<CsvRecords.Cells> {

	private List<String> values = new ArrayList<>();

	private boolean quoted;

	private CsvRecords() {
	}

	/** Reads records; the reader throws an exception if the text is not CSV. */
	static CsvReader<Cells> of(String text, Separator separator) {
		return CsvReader.builder()
			.fieldSeparator(separator.character())
			.allowExtraFields(true)
			.allowMissingFields(true)
			.build(new CsvRecords(), text);
	}

	@Override
	protected void handleBegin(long line) {
		this.values = new ArrayList<>();
		this.quoted = false;
	}

	@Override
	protected void handleField(int number, char[] buffer, int offset, int length, boolean quoted) {
		this.values.add(new String(buffer, offset, length));
		this.quoted |= quoted;
	}

	@Override
	protected Cells buildRecord() {
		return new Cells((int) getStartingLineNumber(), this.values, this.quoted);
	}

	/**
	 * The cells of a record.
	 *
	 * @param line the line on which it begins, counted from 1
	 * @param quoted whether one of them was quoted
	 */
	record Cells(int line, List<String> values, boolean quoted) {

		/** Spreadsheets write rows that once had content or still have a format. */
		boolean areEmpty() {
			return this.values.stream().allMatch((value) -> Text.tidy(value) == null);
		}

		/** The number of lines that the record takes. */
		int lines() {
			return this.quoted
					? 1 + (int) this.values.stream().flatMapToInt(String::chars).filter((next) -> next == '\n').count()
					: 1;
		}

	}

}
