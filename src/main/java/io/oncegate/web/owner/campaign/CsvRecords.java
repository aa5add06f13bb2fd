package io.oncegate.web.owner.campaign;

import java.util.ArrayList;
import java.util.List;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import io.oncegate.web.http.Text;
import io.oncegate.web.owner.campaign.CsvStyle.Separator;

/** Takes CSV apart into records. */
final class CsvRecords extends AbstractBaseCsvCallbackHandler<CsvRecords.Cells> {

	private List<String> values = new ArrayList<>();

	private boolean quoted;

	private CsvRecords() {
	}

	/** Reads what has anything in it; the reader throws if that is no CSV. */
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
	 * @param line the line of the text that begins it, from 1 on
	 * @param quoted whether one of them was in quotes
	 */
	record Cells(int line, List<String> values, boolean quoted) {

		/** Spreadsheets write rows in which there was once something, or a format. */
		boolean areEmpty() {
			return this.values.stream().allMatch((value) -> Text.tidy(value) == null);
		}

		/** How many lines of the text they take. */
		int lines() {
			return this.quoted
					? 1 + (int) this.values.stream().flatMapToInt(String::chars).filter((next) -> next == '\n').count()
					: 1;
		}

	}

}
