package io.oncegate.web;

import java.util.ArrayList;
import java.util.List;

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

	private final PublicUrl publicUrl;

	CsvFormat(PublicUrl publicUrl) {
		this.publicUrl = publicUrl;
	}

	@Override
	public MediaType type() {
		return Csv.TYPE;
	}

	@Override
	public byte[] head(List<String> columns) {
		return Csv.write(List.of(with(columns.isEmpty() ? List.of("id") : columns, "url")));
	}

	@Override
	public byte[] rows(List<String> columns, List<IssuedRow> rows) {
		return Csv.write(rows.stream()
			.map((issued) -> with(columns.isEmpty() ? List.of(issued.linkId().toString()) : issued.row().cells(),
					this.publicUrl.of(issued.token())))
			.toList());
	}

	private static List<String> with(List<String> cells, String last) {
		List<String> all = new ArrayList<>(cells);
		all.add(last);
		return all;
	}

}
