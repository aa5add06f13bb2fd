package io.oncegate.web;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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

	/** Writes records. */
	public static byte[] write(List<List<String>> records) {
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
