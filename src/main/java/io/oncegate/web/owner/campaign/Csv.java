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

/** Writes CSV in UTF-8, with a line end after each record. */
public final class Csv {

	public static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

	private Csv() {
	}

	/** Writes records as RFC 4180 has it, but for the line ends. */
	public static byte[] write(List<List<String>> records) {
		return write(CsvStyle.USUAL, records);
	}

	/** Writes records. */
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

	/** Puts a byte order mark first, without which Excel does not take it for UTF-8. */
	public static byte[] marked(byte[] csv) {
		ByteBuffer marked = ByteBuffer.allocate(CsvStyle.MARK.length + csv.length);
		return marked.put(CsvStyle.MARK).put(csv).array();
	}

}
