package io.oncegate.web.owner.campaign;

import java.util.List;
import java.util.stream.IntStream;

import io.oncegate.campaign.Row;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Rows of which only the number was sent. */
record CountedRows(int count) implements CampaignRows {

	@Override
	public Flux<List<Row>> chunks() {
		return Flux.range(0, (this.count + CHUNK - 1) / CHUNK)
			.publishOn(Schedulers.parallel(), 1)
			.map((n) -> IntStream.rangeClosed(n * CHUNK + 1, Math.min((n + 1) * CHUNK, this.count))
				.mapToObj((number) -> new Row(number, List.of(), null, null))
				.toList());
	}

	@Override
	public List<String> columns() {
		return List.of();
	}

}
