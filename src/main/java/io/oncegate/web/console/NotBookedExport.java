package io.oncegate.web.console;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.oncegate.campaign.Campaign;
import io.oncegate.campaign.Campaigns;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.link.Links.Position;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Recipient;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Uuids;
import io.oncegate.web.owner.campaign.CsvWriting;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Writes the recipients of a campaign who have not booked as CSV while they are read, so
 * that the owner can remind them.
 */
@Component
public class NotBookedExport {

	private static final int AT_ONCE = 500;

	private static final List<String> COLUMNS = List.of("name", "email", "reference", "status", "opened");

	private final Campaigns campaigns;

	private final Links links;

	NotBookedExport(Campaigns campaigns, Links links) {
		this.campaigns = campaigns;
		this.links = links;
	}

	public Mono<ServerResponse> of(ServerRequest request) {
		return Mono.justOrEmpty(Uuids.read(request.pathVariable("id")))
			.flatMap((id) -> this.campaigns.findUncounted(Visit.owner(request).id(), id))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND, "You have no such campaign.")))
			.flatMap((campaign) -> (campaign.archivedAt() == null) ? answer(request, campaign)
					: Mono.error(ProblemException.of(Problem.CONFLICT,
							"This campaign is archived; its links are no longer listed.")));
	}

	private Mono<ServerResponse> answer(ServerRequest request, Campaign campaign) {
		ServerResponse.BodyBuilder answer = ServerResponse.ok()
			.contentType(CsvWriting.TYPE)
			.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"not-booked.csv\"");
		return (request.method() == HttpMethod.HEAD) ? answer.build() : answer.body(write(campaign), byte[].class);
	}

	/** The rows, which are read only as fast as the client receives them. */
	private Flux<byte[]> write(Campaign campaign) {
		return read(campaign, null)
			.expand((chunk) -> (chunk.size() < AT_ONCE) ? Mono.empty() : read(campaign, chunk.get(AT_ONCE - 1)))
			.map((chunk) -> CsvWriting.write(chunk.stream()
				.filter((link) -> link.status() != LinkStatus.REDEEMED)
				.map(NotBookedExport::cells)
				.toList()))
			.startWith(CsvWriting.marked(CsvWriting.write(List.of(COLUMNS))));
	}

	private Mono<List<OneTimeLink>> read(Campaign campaign, @Nullable OneTimeLink last) {
		Position after = (last != null) ? new Position(last.createdAt(), last.id()) : null;
		return this.links.list(campaign.ownerId(), campaign.calendarId(), null, campaign.id(), after, AT_ONCE)
			.collectList();
	}

	private static List<String> cells(OneTimeLink link) {
		Recipient recipient = link.recipient();
		Instant opened = link.openedAt();
		return Stream
			.of((recipient != null) ? recipient.name() : null, (recipient != null) ? recipient.email() : null,
					(recipient != null) ? recipient.reference() : null, LinksQuery.label(link.status()),
					(opened != null) ? "yes" : "no")
			.map((cell) -> Formulas.guarded((cell != null) ? cell : ""))
			.toList();
	}

}
