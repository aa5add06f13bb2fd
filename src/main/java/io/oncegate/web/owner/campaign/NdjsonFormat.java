package io.oncegate.web.owner.campaign;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.oncegate.campaign.IssuedRow;
import io.oncegate.web.http.PublicUrl;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * One JSON object per line: the columns that were sent and {@code url}, or {@code id} and
 * {@code url} if none were.
 */
@Component
class NdjsonFormat implements IssuedFormat {

	private final PublicUrl publicUrl;

	private final ObjectWriter lines;

	NdjsonFormat(PublicUrl publicUrl, JsonMapper json) {
		this.publicUrl = publicUrl;
		this.lines = json.writer().withRootValueSeparator("\n");
	}

	@Override
	public MediaType type() {
		return MediaType.APPLICATION_NDJSON;
	}

	@Override
	public byte[] head(CampaignRows rows) {
		return new byte[0];
	}

	@Override
	public byte[] rows(CampaignRows rows, List<IssuedRow> issued) {
		ByteArrayOutputStream lines = new ByteArrayOutputStream();
		try (SequenceWriter objects = this.lines.writeValues(lines)) {
			issued.forEach((each) -> objects.write(fields(rows.columns(), each)));
		}
		lines.write('\n');
		return lines.toByteArray();
	}

	private Map<String, String> fields(List<String> columns, IssuedRow issued) {
		Map<String, String> fields = new LinkedHashMap<>();
		if (columns.isEmpty()) {
			fields.put("id", issued.linkId().toString());
		}
		for (int n = 0; n < columns.size(); n++) {
			fields.put(columns.get(n), issued.row().cells().get(n));
		}
		fields.put("url", this.publicUrl.of(issued.token()));
		return fields;
	}

}
