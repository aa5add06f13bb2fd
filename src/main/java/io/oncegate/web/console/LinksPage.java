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
 * The contents of the list of a calendar's one-time links.
 *
 * @param partly whether only the newest links were searched
 * @param later whether there are previous pages
 * @param older the cursor of the next page, if there is one
 * @param done what the previous request revoked
 * @param campaigns the names of the links' campaigns
 */
public record LinksPage(Calendar calendar, LinksQuery query, List<OneTimeLink> links, boolean partly, boolean later,
		@Nullable String older, @Nullable String done, Map<UUID, String> campaigns) {

	LinksPage with(Map<UUID, String> campaigns) {
		return new LinksPage(this.calendar, this.query, this.links, this.partly, this.later, this.older, this.done,
				campaigns);
	}

	/** The name of a link's campaign. */
	public String campaign(OneTimeLink link) {
		return this.campaigns.getOrDefault(link.campaignId(), "Campaign");
	}

	public String address(LinksQuery query) {
		return "/console/calendars/" + this.calendar.id() + "/links" + query.parameters();
	}

	public @Nullable String olderAddress() {
		return (this.older != null) ? address(this.query.from(this.older)) : null;
	}

	/** The choice of all links, or those of one status. */
	public List<Way> statuses() {
		return Stream
			.concat(Stream.of(new Way("All", address(this.query.with(null)), this.query.status() == null)),
					LinksQuery.STATUSES.stream().map(this::way))
			.toList();
	}

	private Way way(LinkStatus status) {
		return new Way(LinksQuery.label(status), address(this.query.with(status)), this.query.status() == status);
	}

	public boolean isRevocable(OneTimeLink link) {
		return link.status() == LinkStatus.ACTIVE || link.status() == LinkStatus.EXPIRED;
	}

	public boolean hasRevocable() {
		return this.links.stream().anyMatch(this::isRevocable);
	}

}
