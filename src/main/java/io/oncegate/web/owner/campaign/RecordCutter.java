package io.oncegate.web.owner.campaign;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import io.oncegate.web.http.ProblemException;
import io.oncegate.web.owner.campaign.CsvStyle.Separator;

/**
 * Cuts CSV (RFC 4180) that arrives in buffers into pieces of whole records, without
 * parsing them: a line break within quotes does not end a record. Records end with LF or
 * CRLF.
 */
class RecordCutter {

	/** The most bytes in a record. */
	static final int LONGEST = 16 * 1024;

	private static final int MOST_RECORDS = 1000;

	private static final int MOST_BYTES = 1024 * 1024;

	private final byte separator;

	private ByteArrayOutputStream piece = new ByteArrayOutputStream();

	private int pieceLine;

	private int recordLine;

	private int quoteLine;

	private int line;

	private int records;

	private int length;

	private boolean quoted;

	/**
	 * Whether a quote here opens a quoted cell, or continues the one that seemed to end.
	 */
	private boolean mayOpen = true;

	/** Begins at a line with the given number. */
	RecordCutter(Separator separator, int line) {
		this.separator = (byte) separator.character();
		this.pieceLine = line;
		this.recordLine = line;
		this.line = line;
	}

	/** Adds bytes that have arrived, and returns the pieces that are full. */
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

	/** Returns the rest, once everything has arrived. */
	List<Piece> rest() {
		if (this.quoted) {
			throw ProblemException.invalid("line " + this.quoteLine, "opens a quote that is not closed");
		}
		return (this.piece.size() > 0) ? List.of(cut()) : List.of();
	}

	private boolean endsRecord(byte next) {
		if (++this.length > LONGEST) {
			throw this.quoted
					? ProblemException.invalid("line " + this.quoteLine,
							"opens a quote that is not closed within " + LONGEST + " bytes")
					: ProblemException.invalid("line " + this.recordLine, "is longer than " + LONGEST + " bytes");
		}
		boolean lineEnds = next == '\n';
		if (lineEnds) {
			this.line++;
		}
		if (next == '"' && (this.quoted || this.mayOpen)) {
			this.quoted = !this.quoted;
			this.mayOpen = true;
			this.quoteLine = this.line;
			return false;
		}
		this.mayOpen = !this.quoted && (next == this.separator || lineEnds);
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
	 * @param line the number of the line on which they begin, counted from 1
	 */
	record Piece(byte[] bytes, int line) {

	}

}
