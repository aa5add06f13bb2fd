package io.oncegate.web;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts CSV (RFC 4180) that arrives in buffers into pieces of whole records, without
 * looking into them: a line end within quotes ends none. Records end with LF or CRLF.
 */
class RecordCutter {

	/** The most bytes of a record. */
	static final int LONGEST = 16 * 1024;

	private static final int MOST_RECORDS = 1000;

	private static final int MOST_BYTES = 1024 * 1024;

	private ByteArrayOutputStream piece = new ByteArrayOutputStream();

	private int pieceLine = 1;

	private int recordLine = 1;

	private int line = 1;

	private int records;

	private int length;

	private boolean quoted;

	/**
	 * Whether a quote opens a quoted cell here, or goes on with the one it seemed to end.
	 */
	private boolean mayOpen = true;

	/** Takes what has arrived, and gives what is full. */
	List<Piece> add(byte[] bytes) {
		List<Piece> full = new ArrayList<>();
		int start = 0;
		for (int n = 0; n < bytes.length; n++) {
			if (endsRecord(bytes[n]) && (this.records >= MOST_RECORDS || this.piece.size() + n - start >= MOST_BYTES)) {
				this.piece.write(bytes, start, n + 1 - start);
				start = n + 1;
				full.add(cut());
			}
		}
		this.piece.write(bytes, start, bytes.length - start);
		return full;
	}

	/** Gives the rest, when all has arrived. */
	List<Piece> rest() {
		if (this.quoted) {
			throw ProblemException.invalid("line " + this.recordLine, "has a quoted cell that does not end");
		}
		return (this.piece.size() > 0) ? List.of(cut()) : List.of();
	}

	private boolean endsRecord(byte next) {
		if (++this.length > LONGEST) {
			throw ProblemException.invalid("line " + this.recordLine, "is longer than " + LONGEST + " bytes");
		}
		boolean lineEnds = next == '\n';
		if (lineEnds) {
			this.line++;
		}
		if (next == '"' && (this.quoted || this.mayOpen)) {
			this.quoted = !this.quoted;
			this.mayOpen = true;
			return false;
		}
		this.mayOpen = !this.quoted && (next == ',' || lineEnds);
		if (lineEnds && !this.quoted) {
			this.records++;
			this.length = 0;
			this.recordLine = this.line;
			return true;
		}
		return false;
	}

	private Piece cut() {
		Piece cut = new Piece(this.piece.toByteArray(), this.pieceLine);
		this.piece = new ByteArrayOutputStream();
		this.pieceLine = this.line;
		this.records = 0;
		return cut;
	}

	/**
	 * Whole records.
	 *
	 * @param line the number of the line that begins them, from 1 on
	 */
	record Piece(byte[] bytes, int line) {

	}

}
