package io.oncegate.web.owner.campaign;

import java.util.ArrayList;
import java.util.List;

import io.oncegate.campaign.IssuedRow;
import io.oncegate.web.http.PublicUrl;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * CSV in the style of the uploaded file, with its columns followed by {@code url};
 * {@code id,url} if no columns were sent. Cells are sent back unchanged: one that a
 * spreadsheet would take for a formula already was one.
 */
@Component
class CsvFormat implements IssuedFormat {

	private final PublicUrl publicUrl;

	CsvFormat(PublicUrl publicUrl) {
		this.publicUrl = publicUrl;
	}

	@Override
	public MediaType type() {
		return CsvWriting.TYPE;
	}

	@Override
	public byte[] head(CampaignRows rows) {
		List<String> columns = rows.columns().isEmpty() ? List.of("id") : rows.columns();
		byte[] names = CsvWriting.write(rows.style(), List.of(with(columns, "url")));
		return rows.style().marked() ? CsvWriting.marked(names) : names;
	}

	@Override
	public byte[] rows(CampaignRows rows, List<IssuedRow> issued) {
		return CsvWriting.write(rows.style(), issued.stream()
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
