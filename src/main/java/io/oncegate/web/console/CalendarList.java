package io.oncegate.web.console;

import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.web.Problem;
import io.oncegate.web.ProblemException;
import io.oncegate.web.PublicUrl;
import io.oncegate.web.console.CalendarsPage.Item;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The first page: the owner's calendars. */
@Component
class CalendarList {

	private static final int ON_A_PAGE = 50;

	private final Calendars calendars;

	private final PublicUrl publicUrl;

	private final Views views;

	CalendarList(Calendars calendars, PublicUrl publicUrl, Views views) {
		this.calendars = calendars;
		this.publicUrl = publicUrl;
		this.views = views;
	}

	Mono<ServerResponse> open(ServerRequest request) {
		UUID after = after(request);
		return this.calendars.list(Visit.owner(request).id(), after, ON_A_PAGE + 1)
			.collectList()
			.map((found) -> page(found, after != null))
			.flatMap((page) -> this.views.show(request, "calendars", page));
	}

	private static @Nullable UUID after(ServerRequest request) {
		try {
			return request.queryParam("after").map(UUID::fromString).orElse(null);
		}
		catch (IllegalArgumentException ex) {
			throw ProblemException.of(Problem.NOT_FOUND);
		}
	}

	private CalendarsPage page(List<Calendar> found, boolean later) {
		List<Calendar> shown = found.subList(0, Math.min(ON_A_PAGE, found.size()));
		return new CalendarsPage(
				shown.stream()
					.map((calendar) -> new Item(calendar, this.publicUrl.schedulingLink(calendar.slug())))
					.toList(),
				later, (found.size() > ON_A_PAGE) ? "/console?after=" + shown.get(ON_A_PAGE - 1).id() : null);
	}

}
