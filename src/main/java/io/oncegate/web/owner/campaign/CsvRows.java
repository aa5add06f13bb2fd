package io.oncegate.web.owner.campaign;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.oncegate.campaign.InTurn;
import io.oncegate.campaign.Row;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.owner.campaign.CsvRecords.Cells;
import io.oncegate.web.owner.campaign.RecordCutter.Piece;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Rows that arrive as CSV in UTF-8, with the names of the columns in the first. Empty
 * rows are skipped, and not counted.
 */
class CsvRows implements CampaignRows {

	/** The most mistakes that are reported. */
	private static final int MISTAKES = 20;

	private static final String NOT_UTF_8 = "is not in UTF-8; save the file as “CSV UTF-8” and send that";

	private final Flux<byte[]> body;

	private final CsvHeader header;

	private final CsvBeginning beginning;

	private @Nullable RecordCutter cutter;

	private CsvStyle style = CsvStyle.USUAL;

	private @Nullable CsvColumns columns;

	private int rows;

	CsvRows(Flux<byte[]> body, CsvHeader header) {
		this.body = body;
		this.header = header;
		this.beginning = new CsvBeginning(header::isKnown);
	}

	@Override
	public List<String> columns() {
		return (this.columns != null) ? this.columns.names() : List.of();
	}

	@Override
	public CsvStyle style() {
		return this.style;
	}

	@Override
	public Map<String, String> headers() {
		return (this.columns != null)
				? Map.of("Oncegate-Csv", "separator=" + this.style.separator().word() + this.columns.places())
				: Map.of();
	}

	@Override
	public Flux<List<Row>> chunks() {
		return InTurn.map(this.body, (bytes) -> Flux.fromIterable(cut(bytes)))
			.concatWith(Flux.defer(() -> Flux.fromIterable(rest())))
			.publishOn(Schedulers.parallel(), 1)
			.map(this::read)
			.filter((chunk) -> !chunk.isEmpty())
			.switchIfEmpty(Mono.error(() -> ProblemException.invalid("body",
					"has no rows; send a line that names the columns, and a line for each link")));
	}

	private List<Piece> cut(byte[] bytes) {
		if (this.cutter != null) {
			return this.cutter.add(bytes);
		}
		return this.beginning.add(bytes) ? begin().add(this.beginning.rest()) : List.of();
	}

	private RecordCutter begin() {
		this.style = this.beginning.style();
		this.cutter = new RecordCutter(this.style.separator(), this.beginning.firstLine());
		return this.cutter;
	}

	private List<Piece> rest() {
		RecordCutter begun = this.cutter;
		if (begun != null) {
			return begun.rest();
		}
		RecordCutter whole = begin();
		List<Piece> pieces = new ArrayList<>(whole.add(this.beginning.rest()));
		pieces.addAll(whole.rest());
		return pieces;
	}

	private List<Row> read(Piece piece) {
		List<FieldError> mistakes = new ArrayList<>();
		List<Row> chunk = new ArrayList<>();
		int line = piece.line();
		try (CsvReader<Cells> records = CsvRecords.of(text(piece), this.style.separator())) {
			for (Cells cells : records) {
				line = piece.line() + cells.line() - 1;
				read(line, cells, chunk, mistakes);
				line += cells.lines();
			}
		}
		catch (CsvParseException ex) {
			mistakes.add(new FieldError("line " + line,
					"has a quote that is not closed, or one within quotes that is not doubled"));
		}
		catch (java.io.IOException ex) {
			throw new IllegalStateException("Reading from a string cannot fail", ex);
		}
		if (!mistakes.isEmpty()) {
			throw ProblemException.invalid(mistakes.subList(0, Math.min(MISTAKES, mistakes.size())));
		}
		return chunk;
	}

	private void read(int line, Cells cells, List<Row> chunk, List<FieldError> mistakes) {
		if (cells.areEmpty()) {
			return;
		}
		if (this.columns == null) {
			this.columns = this.header.columns(line, cells.values());
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
			throw ProblemException.invalid("line " + line, NOT_UTF_8);
		}
		return text.toString();
	}

}
