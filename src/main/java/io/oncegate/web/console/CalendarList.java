package io.oncegate.web.console;

import java.time.ZoneId;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.calendar.Owner;
import io.oncegate.web.console.CalendarsPage.Item;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Paging;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The start page: the owner's calendars. */
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

	/** Lists them; a new owner is asked for what a first link needs. */
	public Mono<ServerResponse> open(ServerRequest request) {
		return show(request, null);
	}

	/** Shows the setup form again, with its mistakes. */
	Mono<ServerResponse> show(ServerRequest request, @Nullable SetupPage again) {
		Cursors cursors = Cursors.of(request, Visit.owner(request));
		UUID after = cursors.after((createdAt, id) -> id);
		return this.calendars.list(Visit.owner(request).id(), after, ON_A_PAGE + 1)
			.collectList()
			.map((found) -> Paging.page(found, ON_A_PAGE, this::item,
					(last) -> cursors.at(last.createdAt(), last.id())))
			.map((page) -> new CalendarsPage(page.items(), after != null, page.nextCursor(),
					(again != null) ? again : setup(Visit.owner(request), page.items().isEmpty() && after == null)))
			.flatMap((page) -> this.views.show(request,
					(again != null) ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.OK, "calendars", page));
	}

	private static @Nullable SetupPage setup(Owner owner, boolean hasNone) {
		return (hasNone || owner.name().equals(Owner.DEMO))
				? new SetupPage(SetupForm.usual(owner, ZoneId.systemDefault()), Mistakes.NONE) : null;
	}

	private Item item(Calendar calendar) {
		OpenLinks open = calendar.terms().openLinks();
		return new Item(calendar, open.scheduling() ? this.publicUrl.schedulingLink(calendar.slug())
				: open.permanent() ? this.publicUrl.permanentLink(calendar) : null);
	}

}
