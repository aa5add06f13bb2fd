package io.oncegate.web.console;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Campaign;
import io.oncegate.campaign.Campaigns;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.campaign.OneTimeLinks.Found;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.link.Links.Position;
import io.oncegate.link.OneTimeLink;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Finds and revokes one-time links of a calendar. */
@Component
public class LinkPages {

	private static final int ON_A_PAGE = 50;

	private final CalendarPages calendars;

	private final OneTimeLinks oneTimeLinks;

	private final Links links;

	private final Campaigns campaigns;

	private final Views views;

	LinkPages(CalendarPages calendars, OneTimeLinks oneTimeLinks, Links links, Campaigns campaigns, Views views) {
		this.calendars = calendars;
		this.oneTimeLinks = oneTimeLinks;
		this.links = links;
		this.campaigns = campaigns;
		this.views = views;
	}

	public Mono<ServerResponse> open(ServerRequest request) {
		LinksQuery query = LinksQuery.of(request);
		Cursors cursors = Cursors.of(request, Visit.owner(request), query.status(), query.text());
		Position after = cursors.after(Position::new);
		return this.calendars.named(request)
			.flatMap((calendar) -> Mono.zip(find(calendar, query, after), isPartly(calendar, query))
				.map((found) -> page(calendar, query, cursors, found.getT1(), found.getT2(), done(request))))
			.flatMap((page) -> campaigns(request, page).map(page::with))
			.flatMap((page) -> this.views.show(request, "links", page));
	}

	private Mono<Map<UUID, String>> campaigns(ServerRequest request, LinksPage page) {
		return Flux.fromStream(page.links().stream().map(OneTimeLink::campaignId).filter(Objects::nonNull).distinct())
			.concatMap((id) -> this.campaigns.findUncounted(Visit.owner(request).id(), id))
			.collectMap(Campaign::id, Campaign::name);
	}

	private Mono<Found> find(Calendar calendar, LinksQuery query, @Nullable Position after) {
		return query.text().isEmpty()
				? this.oneTimeLinks.page(calendar.owner().id(), calendar.id(), query.status(), null, after, ON_A_PAGE)
				: this.oneTimeLinks.search(calendar.owner().id(), calendar.id(), query.status(), query.text(), after,
						ON_A_PAGE);
	}

	private Mono<Boolean> isPartly(Calendar calendar, LinksQuery query) {
		return query.text().isEmpty() ? Mono.just(false)
				: this.links.hasMoreThanSearched(calendar.owner().id(), calendar.id());
	}

	private static LinksPage page(Calendar calendar, LinksQuery query, Cursors cursors, Found found, boolean partly,
			@Nullable String done) {
		Position next = found.next();
		return new LinksPage(calendar, query, found.links(), partly, query.cursor() != null,
				(next != null) ? cursors.at(next.createdAt(), next.id()) : null, done, Map.of());
	}

	/** Revokes one link, or the selected ones. */
	public Mono<ServerResponse> revoke(ServerRequest request) {
		return Mono.zip(this.calendars.named(request), request.formData().map(LinkPages::selected))
			.flatMap((found) -> owned(found.getT1(), found.getT2()))
			.flatMap((links) -> Flux.fromIterable(links)
				.concatMap((link) -> this.oneTimeLinks.revoke(Visit.owner(request).id(), link.id()))
				.collectList())
			.flatMap((links) -> Views.goTo(revoked(request, links)));
	}

	private static List<UUID> selected(MultiValueMap<String, String> sent) {
		Stream<String> ids = Forms.find(sent, "only")
			.map(Stream::of)
			.orElseGet(() -> sent.getOrDefault("id", List.of()).stream());
		try {
			return ids.limit(ON_A_PAGE).map(UUID::fromString).distinct().toList();
		}
		catch (IllegalArgumentException ex) {
			throw unknown();
		}
	}

	/**
	 * Finds links of a calendar, or fails unless all exist, so that either all or none
	 * are revoked.
	 */
	private Mono<List<OneTimeLink>> owned(Calendar calendar, List<UUID> ids) {
		return this.links.findAll(calendar.owner().id(), ids)
			.filter((link) -> link.calendarId().equals(calendar.id()))
			.collectList()
			.filter((links) -> links.size() == ids.size())
			.switchIfEmpty(Mono.error(LinkPages::unknown));
	}

	private static ProblemException unknown() {
		return ProblemException.of(Problem.NOT_FOUND, "You have no such link.");
	}

	private static String revoked(ServerRequest request, List<OneTimeLink> links) {
		long revoked = links.stream().filter((link) -> link.status() == LinkStatus.REVOKED).count();
		String query = LinksQuery.of(request).parameters();
		return request.path() + query + (query.isEmpty() ? "?" : "&") + "revoked=" + revoked + "&kept="
				+ (links.size() - revoked);
	}

	private static @Nullable String done(ServerRequest request) {
		int revoked = number(request, "revoked");
		int kept = number(request, "kept");
		if (revoked < 0 || kept < 0) {
			return null;
		}
		if (revoked + kept == 0) {
			return "Nothing was selected.";
		}
		String said = (revoked == 1) ? "1 link was revoked." : revoked + " links were revoked.";
		return (kept == 0) ? said : said + " " + kept + " could not be revoked: somebody has booked.";
	}

	private static int number(ServerRequest request, String name) {
		return request.queryParam(name).filter((text) -> text.matches("[0-9]{1,2}")).map(Integer::parseInt).orElse(-1);
	}

}
