package io.oncegate.web.owner.campaign;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import org.springframework.http.MediaType;

/** Writes CSV in UTF-8, with a line break after each record. */
public final class CsvWriting {

	public static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

	private CsvWriting() {
	}

	/** Writes records according to RFC 4180, except that lines end with LF. */
	public static byte[] write(List<List<String>> records) {
		return write(CsvStyle.USUAL, records);
	}

	static byte[] write(CsvStyle style, List<List<String>> records) {
		StringWriter text = new StringWriter();
		try (CsvWriter csv = CsvWriter.builder()
			.fieldSeparator(style.separator().character())
			.lineDelimiter(LineDelimiter.of(style.lines()))
			.build(text)) {
			records.forEach(csv::writeRecord);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	/** Prepends a byte order mark, without which Excel does not recognize UTF-8. */
	public static byte[] marked(byte[] csv) {
		ByteBuffer marked = ByteBuffer.allocate(CsvStyle.MARK.length + csv.length);
		return marked.put(CsvStyle.MARK).put(csv).array();
	}

}
