package io.oncegate.web.console;

import io.oncegate.calendar.CalendarFeeds;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Replaces the address of a calendar's feed. */
@Component
public class FeedPages {

	private final CalendarPages calendar;

	private final CalendarFeeds feeds;

	private final Views views;

	FeedPages(CalendarPages calendar, CalendarFeeds feeds, Views views) {
		this.calendar = calendar;
		this.feeds = feeds;
		this.views = views;
	}

	public Mono<ServerResponse> confirmRenewal(ServerRequest request) {
		return this.calendar.named(request).flatMap((calendar) -> this.views.show(request, "renew-feed", calendar));
	}

	public Mono<ServerResponse> renew(ServerRequest request) {
		return this.calendar.named(request)
			.delayUntil((calendar) -> this.feeds.renew(calendar.owner().id(), calendar.id()))
			.flatMap((calendar) -> Views
				.goTo(Notice.FEED_RENEWED.at("/console/calendars/" + calendar.id() + "/bookings")));
	}

}
