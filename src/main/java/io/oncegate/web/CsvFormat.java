package io.oncegate.web;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.oncegate.campaign.IssuedRow;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * CSV: the columns that came and {@code url} after them, or {@code id,url} if none came.
 * Cells are sent back as they came; a cell that a spreadsheet takes for a formula was one
 * before.
 */
@Component
class CsvFormat implements IssuedFormat {

	static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

	private final PublicUrl publicUrl;

	CsvFormat(PublicUrl publicUrl) {
		this.publicUrl = publicUrl;
	}

	@Override
	public MediaType type() {
		return TYPE;
	}

	@Override
	public byte[] head(List<String> columns) {
		return write(List.of(with(columns.isEmpty() ? List.of("id") : columns, "url")));
	}

	@Override
	public byte[] rows(List<String> columns, List<IssuedRow> rows) {
		return write(rows.stream()
			.map((issued) -> with(columns.isEmpty() ? List.of(issued.linkId().toString()) : issued.row().cells(),
					this.publicUrl.of(issued.token())))
			.toList());
	}

	private static List<String> with(List<String> cells, String last) {
		List<String> all = new ArrayList<>(cells);
		all.add(last);
		return all;
	}

	private static byte[] write(List<List<String>> records) {
		StringWriter text = new StringWriter();
		try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
			records.forEach(csv::writeRecord);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

}
