package io.oncegate.web.console;

import java.util.List;

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
 * @param done what was withdrawn by the request before
 */
public record LinksPage(Calendar calendar, LinksQuery query, List<OneTimeLink> links, boolean partly, boolean later,
		@Nullable String older, @Nullable String done) {

	public String address(LinksQuery query) {
		return "/console/calendars/" + this.calendar.id() + "/links" + query.parameters();
	}

	/** The address of the next page. */
	public String olderAddress() {
		return address(this.query.from(this.older));
	}

	/** Tells whether a link can be withdrawn. */
	public boolean isWithdrawable(OneTimeLink link) {
		return link.status() == LinkStatus.ACTIVE || link.status() == LinkStatus.EXPIRED;
	}

	/** Tells whether there is one that can be withdrawn. */
	public boolean hasWithdrawable() {
		return this.links.stream().anyMatch(this::isWithdrawable);
	}

}
