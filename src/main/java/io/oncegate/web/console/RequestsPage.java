package io.oncegate.web.console;

import java.util.List;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.AskedRequest;
import io.oncegate.campaign.LinkRequest;
import io.oncegate.web.page.Mail;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the list of requests for new links.
 *
 * @param calendar the calendar; null for a list of all calendars
 * @param open whether it lists the requests that are not answered
 * @param older the cursor of the next page, if there is one
 * @param answered the request that was just answered
 */
public record RequestsPage(@Nullable Calendar calendar, boolean open, List<AskedRequest> requests, boolean later,
		@Nullable String older, @Nullable LinkRequest answered) {

	private static final String SUBJECT = "Your new link works";

	private static final String TEXT = """
			Hello %s,

			the address that you were given when you asked for a new link works now: open it again and choose a time.
			""";

	/** The address of the first page of open or answered requests. */
	public String address(boolean open) {
		String list = (this.calendar != null) ? "/console/calendars/" + this.calendar.id() + "/requests"
				: "/console/requests";
		return open ? list : list + "?show=answered";
	}

	public @Nullable String olderAddress() {
		return (this.older != null) ? address(this.open) + (this.open ? "?" : "&") + "cursor=" + this.older : null;
	}

	/** A {@code mailto:} address with an email that says that the new link works. */
	public String goodNews(LinkRequest request) {
		return Mail.to(request.email(), SUBJECT, TEXT.formatted(request.name()));
	}

}
