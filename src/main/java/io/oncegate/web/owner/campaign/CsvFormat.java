package io.oncegate.web.owner.campaign;

import java.util.ArrayList;
import java.util.List;

import io.oncegate.campaign.IssuedRow;
import io.oncegate.web.http.PublicUrl;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * CSV: the columns that came and {@code url} after them, or {@code id,url} if none came,
 * written as the file was. Cells are sent back as they came; a cell that a spreadsheet
 * takes for a formula was one before.
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
	public byte[] head(CampaignRows rows) {
		List<String> columns = rows.columns().isEmpty() ? List.of("id") : rows.columns();
		byte[] names = Csv.write(rows.style(), List.of(with(columns, "url")));
		return rows.style().marked() ? Csv.marked(names) : names;
	}

	@Override
	public byte[] rows(CampaignRows rows, List<IssuedRow> issued) {
		return Csv.write(rows.style(), issued.stream()
			.map((each) -> with(rows.columns().isEmpty() ? List.of(each.linkId().toString()) : each.row().cells(),
					this.publicUrl.of(each.token())))
			.toList());
	}

	private static List<String> with(List<String> cells, String last) {
		List<String> all = new ArrayList<>(cells);
		all.add(last);
		return all;
	}

}
