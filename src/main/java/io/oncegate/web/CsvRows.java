package io.oncegate.web;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.oncegate.campaign.InTurn;
import io.oncegate.campaign.Row;
import io.oncegate.web.ProblemException.FieldError;
import io.oncegate.web.RecordCutter.Piece;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Rows that arrive as CSV in UTF-8, the first of which names the columns. */
class CsvRows implements CampaignRows {

	/** How many mistakes are named at most. */
	private static final int MISTAKES = 20;

	private final Flux<byte[]> body;

	private final CsvColumns.Reader reader;

	private @Nullable CsvColumns columns;

	private int rows;

	CsvRows(Flux<byte[]> body, CsvColumns.Reader reader) {
		this.body = body;
		this.reader = reader;
	}

	@Override
	public List<String> columns() {
		return (this.columns != null) ? this.columns.names() : List.of();
	}

	@Override
	public Flux<List<Row>> chunks() {
		RecordCutter cutter = new RecordCutter();
		return InTurn.map(this.body, (bytes) -> Flux.fromIterable(cutter.add(bytes)))
			.concatWith(Flux.defer(() -> Flux.fromIterable(cutter.rest())))
			.publishOn(Schedulers.parallel(), 1)
			.map(this::read)
			.filter((chunk) -> !chunk.isEmpty())
			.switchIfEmpty(Mono.error(() -> ProblemException.invalid("body",
					"has no rows; send a line that names the columns, and a line for each link")));
	}

	private List<Row> read(Piece piece) {
		List<FieldError> mistakes = new ArrayList<>();
		List<Row> chunk = new ArrayList<>();
		int line = piece.line();
		try (CsvReader<CsvRecord> records = CsvReader.builder()
			.skipEmptyLines(false)
			.allowExtraFields(true)
			.allowMissingFields(true)
			.ofCsvRecord(text(piece))) {
			for (CsvRecord record : records) {
				line = piece.line() + (int) record.getStartingLineNumber() - 1;
				read(line, record.getFields(), chunk, mistakes);
				line += lines(record);
			}
		}
		catch (CsvParseException ex) {
			mistakes.add(new FieldError("line " + line, "is not CSV: a quoted cell must end before the next comma"));
		}
		catch (java.io.IOException ex) {
			throw new IllegalStateException("Text cannot fail to be read", ex);
		}
		if (!mistakes.isEmpty()) {
			throw ProblemException.invalid(mistakes.subList(0, Math.min(MISTAKES, mistakes.size())));
		}
		return chunk;
	}

	private static int lines(CsvRecord record) {
		return 1 + (int) record.getFields().stream().flatMapToInt(String::chars).filter((next) -> next == '\n').count();
	}

	private void read(int line, List<String> cells, List<Row> chunk, List<FieldError> mistakes) {
		if (cells.size() == 1 && cells.get(0).isEmpty()) {
			return;
		}
		if (this.columns == null) {
			this.columns = this.reader.columns(line, cells);
			return;
		}
		if (++this.rows > MOST) {
			throw ProblemException.invalid("line " + line, "is more than the " + MOST + " rows of a campaign");
		}
		chunk.add(this.columns.row(this.rows, line, cells, mistakes));
	}

	private static String text(Piece piece) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer bytes = ByteBuffer.wrap(piece.bytes());
		CharBuffer text = CharBuffer.allocate(bytes.remaining());
		CoderResult result = decoder.decode(bytes, text, true);
		text.flip();
		if (result.isError()) {
			int line = piece.line() + (int) text.chars().filter((next) -> next == '\n').count();
			throw ProblemException.invalid("line " + line, "is not UTF-8");
		}
		boolean marked = piece.line() == 1 && !text.isEmpty() && text.charAt(0) == '\uFEFF';
		return text.subSequence(marked ? 1 : 0, text.length()).toString();
	}

}
