package io.oncegate.web.console;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.AskedRequest;
import io.oncegate.campaign.LinkRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

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
			Hello %s,\r
			\r
			the address that you were given when you asked for a new link works now: open it again and choose a time.\r
			""";

	/** The address of the list. */
	public String address() {
		return (this.calendar != null) ? "/console/calendars/" + this.calendar.id() + "/requests" : "/console/requests";
	}

	/** Writes to whoever asked. */
	public String mail(LinkRequest request) {
		return "mailto:" + encoded(request.email()).replace("%40", "@");
	}

	/** Tells whoever asked that their address works. */
	public String goodNews(LinkRequest request) {
		return mail(request) + "?subject=" + encoded(SUBJECT) + "&body=" + encoded(TEXT.formatted(request.name()));
	}

	private static String encoded(String text) {
		return UriUtils.encode(text, StandardCharsets.UTF_8);
	}

}
