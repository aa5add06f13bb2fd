package io.oncegate.web.owner;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.CalendarFeeds;
import io.oncegate.calendar.Calendars;
import io.oncegate.link.TokenHash;
import io.oncegate.link.Tokens;
import io.oncegate.notice.CalendarEvent;
import io.oncegate.notice.CalendarFile;
import io.oncegate.web.http.MediaTypes;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The feed of a calendar's bookings for the owner's calendar program, which polls it at a
 * secret address: future bookings, and those of the last 30 days.
 */
@Component
public class Feeds {

	private static final Duration PAST = Duration.ofDays(30);

	private static final int MOST = 1000;

	private static final String EXTENSION = ".ics";

	private final Tokens tokens;

	private final CalendarFeeds feeds;

	private final Calendars calendars;

	private final Bookings bookings;

	private final PublicUrl publicUrl;

	private final Clock clock;

	Feeds(Tokens tokens, CalendarFeeds feeds, Calendars calendars, Bookings bookings, PublicUrl publicUrl,
			Clock clock) {
		this.tokens = tokens;
		this.feeds = feeds;
		this.calendars = calendars;
		this.bookings = bookings;
		this.publicUrl = publicUrl;
		this.clock = clock;
	}

	/** The address of a calendar's feed; whoever knows it can read the bookings. */
	public Mono<String> address(Calendar calendar) {
		return this.feeds.of(calendar.owner().id(), calendar.id())
			.map((feed) -> this.publicUrl.of("/feeds/" + this.tokens.feedToken(feed) + EXTENSION));
	}

	public Mono<ServerResponse> open(ServerRequest request) {
		return Mono.justOrEmpty(this.tokens.feedId(request.pathVariable("file")))
			.flatMap(this.feeds::calendar)
			.flatMap(this.calendars::find)
			.filter((calendar) -> !calendar.deleted())
			.flatMap(this::feed)
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND)))
			.flatMap((feed) -> answer(request, feed.text()));
	}

	private Mono<CalendarFile> feed(Calendar calendar) {
		Instant now = this.clock.instant();
		UUID owner = calendar.owner().id();
		Flux<Booking> ahead = this.bookings.list(owner, calendar.id(), now, null, null, MOST);
		Flux<Booking> past = this.bookings.listBackwards(owner, calendar.id(), now, null, MOST)
			.takeWhile((booking) -> booking.start().isAfter(now.minus(PAST)));
		return Flux.concat(ahead, past)
			.map((booking) -> event(booking, calendar))
			.collectList()
			.map((events) -> CalendarFile.feed(calendar.name(), events));
	}

	/** The event from the owner's view: who is coming. */
	private CalendarEvent event(Booking booking, Calendar calendar) {
		String description = Stream.of(booking.invitee().email(), booking.invitee().notes())
			.filter((text) -> text != null)
			.collect(Collectors.joining("\n"));
		return new CalendarEvent(booking.id(), booking.sequence(), booking.changedAt(), booking.start(), booking.end(),
				calendar.schedule().zone(), booking.confirmed(), booking.invitee().name() + ", " + calendar.name(),
				description, calendar.terms().location(), null, this.publicUrl.of("/console/bookings/" + booking.id()));
	}

	/** Answers 304 Not Modified to programs that have this version. */
	private static Mono<ServerResponse> answer(ServerRequest request, String text) {
		String tag = TokenHash.of(text).value();
		return request.checkNotModified(tag)
			.switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
				.contentType(MediaTypes.CALENDAR)
				.cacheControl(CacheControl.noCache().cachePrivate())
				.eTag(tag)
				.bodyValue(text.getBytes(StandardCharsets.UTF_8))));
	}

}
