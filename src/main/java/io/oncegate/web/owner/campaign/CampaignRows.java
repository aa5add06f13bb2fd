package io.oncegate.web.owner.campaign;

import java.util.List;
import java.util.Map;

import io.oncegate.campaign.Row;
import reactor.core.publisher.Flux;

/** The rows of a campaign as they arrive. */
interface CampaignRows {

	/** How many rows are processed at a time, and the most in a campaign. */
	int CHUNK = 1000;

	int MOST = 5_000_000;

	/** The rows in chunks; may be subscribed to once. */
	Flux<List<Row>> chunks();

	/** The names of the columns, known with the first chunk. */
	List<String> columns();

	/** The style in which they are sent back as CSV, known with the first chunk. */
	default CsvStyle style() {
		return CsvStyle.USUAL;
	}

	/** The headers that say how they were read, known with the first chunk. */
	default Map<String, String> headers() {
		return Map.of();
	}

}
