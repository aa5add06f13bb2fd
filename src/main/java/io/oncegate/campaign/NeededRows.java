package io.oncegate.campaign;

import java.util.ArrayList;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The rows of an upload that need links. When resuming, the first rows are held back
 * until there are as many as already have links, to within a chunk: an incomplete file
 * must not cause links to be taken back.
 */
final class NeededRows {

	private static final int MOST_HELD = 1000;

	private final Upload upload;

	private List<Row> held = new ArrayList<>();

	private int rows;

	private NeededRows(Upload upload) {
		this.upload = upload;
	}

	/**
	 * Selects the rows that need links.
	 * @throws TooFewRowsException if there are fewer rows than already have links
	 */
	static Flux<List<Row>> of(Upload upload, Flux<List<Row>> chunks) {
		NeededRows needed = new NeededRows(upload);
		return chunks.map(needed::take).filter((chunk) -> !chunk.isEmpty()).concatWith(Mono.defer(needed::end));
	}

	private List<Row> take(List<Row> chunk) {
		this.rows = chunk.get(chunk.size() - 1).number();
		chunk.stream().filter((row) -> row.number() > this.upload.received()).forEach(this.held::add);
		if (this.rows < Math.min(this.upload.issued(), this.upload.received() + MOST_HELD)) {
			return List.of();
		}
		List<Row> taken = this.held;
		this.held = new ArrayList<>();
		return taken;
	}

	private Mono<List<Row>> end() {
		return (this.rows < this.upload.issued()) ? Mono.error(new TooFewRowsException(this.rows, this.upload.issued()))
				: Mono.empty();
	}

}
