package io.oncegate.web.console;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.oncegate.calendar.Calendar;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import org.jspecify.annotations.Nullable;

/**
 * What the list of a calendar's one-time links shows.
 *
 * @param partly whether only the newest of the links were searched
 * @param later whether there are links before these
 * @param older the place where the next page begins, if there is one
 * @param done what was revoked by the request before
 * @param campaigns the names of the campaigns that links are of
 */
public record LinksPage(Calendar calendar, LinksQuery query, List<OneTimeLink> links, boolean partly, boolean later,
		@Nullable String older, @Nullable String done, Map<UUID, String> campaigns) {

	LinksPage with(Map<UUID, String> campaigns) {
		return new LinksPage(this.calendar, this.query, this.links, this.partly, this.later, this.older, this.done,
				campaigns);
	}

	/** The name of the campaign that a link is of. */
	public String campaign(OneTimeLink link) {
		return this.campaigns.getOrDefault(link.campaignId(), "Campaign");
	}

	public String address(LinksQuery query) {
		return "/console/calendars/" + this.calendar.id() + "/links" + query.parameters();
	}

	/** The address of the next page, if there is one. */
	public @Nullable String olderAddress() {
		return (this.older != null) ? address(this.query.from(this.older)) : null;
	}

	/** The pages of all links and of those of each status. */
	public List<Way> statuses() {
		return Stream
			.concat(Stream.of(new Way("All", address(this.query.with(null)), this.query.status() == null)),
					LinksQuery.STATUSES.stream().map(this::way))
			.toList();
	}

	private Way way(LinkStatus status) {
		return new Way(LinksQuery.label(status), address(this.query.with(status)), this.query.status() == status);
	}

	/** Tells whether a link can be revoked. */
	public boolean isRevocable(OneTimeLink link) {
		return link.status() == LinkStatus.ACTIVE || link.status() == LinkStatus.EXPIRED;
	}

	/** Tells whether there is one that can be revoked. */
	public boolean hasRevocable() {
		return this.links.stream().anyMatch(this::isRevocable);
	}

}
