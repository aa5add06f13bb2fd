package io.oncegate.web.console;

import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.web.console.CalendarsPage.Item;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Paging;
import io.oncegate.web.http.PublicUrl;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The first page: the owner's calendars. */
@Component
public class CalendarList {

	private static final int ON_A_PAGE = 50;

	private final Calendars calendars;

	private final PublicUrl publicUrl;

	private final Views views;

	CalendarList(Calendars calendars, PublicUrl publicUrl, Views views) {
		this.calendars = calendars;
		this.publicUrl = publicUrl;
		this.views = views;
	}

	public Mono<ServerResponse> open(ServerRequest request) {
		Cursors cursors = Cursors.of(request, Visit.owner(request));
		UUID after = cursors.after((createdAt, id) -> id);
		return this.calendars.list(Visit.owner(request).id(), after, ON_A_PAGE + 1)
			.collectList()
			.map((found) -> Paging.page(found, ON_A_PAGE, this::item,
					(last) -> cursors.at(last.createdAt(), last.id())))
			.map((page) -> new CalendarsPage(page.items(), after != null, page.nextCursor()))
			.flatMap((page) -> this.views.show(request, "calendars", page));
	}

	private Item item(Calendar calendar) {
		OpenLinks open = calendar.terms().openLinks();
		return new Item(calendar, open.scheduling() ? this.publicUrl.schedulingLink(calendar.slug())
				: open.permanent() ? this.publicUrl.permanentLink(calendar) : null);
	}

}
