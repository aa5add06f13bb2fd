package io.oncegate.web.owner.campaign;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Upload;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Text;
import io.oncegate.web.owner.campaign.CampaignUploads.NewCampaign;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Issues campaigns from complete files, which are validated to their end before the first
 * link is issued.
 */
@Component
public class CampaignFiles {

	private final CampaignAnswers answers;

	private final UploadPlaces places;

	private final CsvHeader header;

	private final CsvFormat csv;

	private final Body body;

	private final Clock clock;

	CampaignFiles(CampaignAnswers answers, UploadPlaces places, CsvHeader header, CsvFormat csv, Body body,
			Clock clock) {
		this.answers = answers;
		this.places = places;
		this.header = header;
		this.csv = csv;
		this.body = body;
		this.clock = clock;
	}

	/** Limits receiving a file like an upload to the API. */
	public Mono<Void> receive(ServerHttpRequest request, Mono<Void> receipt) {
		return this.places.run(request, receipt);
	}

	/** Counts the rows of a file, or fails with the first mistakes. */
	public Mono<Integer> check(Flux<byte[]> file) {
		return new CsvRows(file, this.header).chunks().reduce(0, (rows, chunk) -> rows + chunk.size());
	}

	/** Validates a new campaign, or fails with its mistakes. */
	public Upload begin(UUID id, Calendar calendar, String name, @Nullable Instant expiresAt, int rows) {
		this.body.check(new NewCampaign(name, rows, null));
		String tidy = Text.tidy(name);
		if (tidy == null) {
			throw ProblemException.invalid("name", "is missing");
		}
		if (expiresAt != null && !expiresAt.isAfter(this.clock.instant())) {
			throw ProblemException.invalid("expiresOn", "must be today or later");
		}
		return Upload.of(id, calendar.owner().id(), calendar.id(), tidy, expiresAt, rows);
	}

	/** Issues links for the rows of a file, and sends it back with them. */
	public Mono<ServerResponse> issue(ServerRequest request, Upload upload, Flux<byte[]> file) {
		return this.answers.file(request, upload, new CsvRows(file, this.header), this.csv);
	}

	/** Issues a number of links, and sends them as a file. */
	public Mono<ServerResponse> issue(ServerRequest request, Upload upload, int count) {
		return this.answers.file(request, upload, new CountedRows(count), this.csv);
	}

}
