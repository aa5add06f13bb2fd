package io.oncegate.web.console;

import java.util.List;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.AskedRequest;
import io.oncegate.campaign.LinkRequest;
import io.oncegate.web.page.Mail;
import org.jspecify.annotations.Nullable;

/**
 * What the list of requests for new links shows.
 *
 * @param calendar the calendar, unless it is of all
 * @param open whether those that are not answered
 * @param older the place where the next page begins, if there is one
 * @param answered the one that was answered by the request before
 */
public record RequestsPage(@Nullable Calendar calendar, boolean open, List<AskedRequest> requests, boolean later,
		@Nullable String older, @Nullable LinkRequest answered) {

	private static final String SUBJECT = "Your new link works";

	private static final String TEXT = """
			Hello %s,

			the address that you were given when you asked for a new link works now: open it again and choose a time.
			""";

	/** The first page of the list, or of the one of those that are answered. */
	public String address(boolean open) {
		String list = (this.calendar != null) ? "/console/calendars/" + this.calendar.id() + "/requests"
				: "/console/requests";
		return open ? list : list + "?show=answered";
	}

	/** The address of the next page, if there is one. */
	public @Nullable String olderAddress() {
		return (this.older != null) ? address(this.open) + (this.open ? "?" : "&") + "cursor=" + this.older : null;
	}

	/** Tells whoever asked that their address works. */
	public String goodNews(LinkRequest request) {
		return Mail.to(request.email(), SUBJECT, TEXT.formatted(request.name()));
	}

}
