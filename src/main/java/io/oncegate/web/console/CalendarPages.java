package io.oncegate.web.console;

import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Owner;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.owner.OwnedCalendars;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Adds, changes, switches off and removes calendars. */
@Component
public class CalendarPages {

	private final OwnedCalendars owned;

	private final Calendars calendars;

	private final Previews previews;

	private final PublicUrl publicUrl;

	private final Views views;

	CalendarPages(OwnedCalendars owned, Calendars calendars, Previews previews, PublicUrl publicUrl, Views views) {
		this.owned = owned;
		this.calendars = calendars;
		this.previews = previews;
		this.publicUrl = publicUrl;
		this.views = views;
	}

	/** Finds the owner's calendar that a request names, or fails with a problem. */
	Mono<Calendar> named(ServerRequest request) {
		return this.owned.named(Visit.owner(request), request.pathVariable("id"));
	}

	/**
	 * Shows the form of a new calendar, a copy of the calendar that the request names, if
	 * any.
	 */
	public Mono<ServerResponse> openNew(ServerRequest request) {
		return Mono.justOrEmpty(request.queryParam("from"))
			.flatMap((id) -> this.owned.named(Visit.owner(request), id))
			.map((calendar) -> CalendarForm.of(this.owned.describe(calendar)).duplicate())
			.switchIfEmpty(usual(request))
			.flatMap((form) -> show(request, form, null));
	}

	private Mono<CalendarForm> usual(ServerRequest request) {
		return this.calendars.list(Visit.owner(request).id(), null, 1)
			.map((first) -> first.schedule().zone())
			.next()
			.defaultIfEmpty(ZoneId.systemDefault())
			.map(CalendarForm::usual);
	}

	public Mono<ServerResponse> open(ServerRequest request) {
		return named(request)
			.flatMap((calendar) -> show(request, CalendarForm.of(this.owned.describe(calendar)), calendar));
	}

	public Mono<ServerResponse> add(ServerRequest request) {
		Owner owner = Visit.owner(request);
		return sent(request, null,
				(form) -> this.owned.add(owner, form.json())
					.flatMap((added) -> Views.goTo(form.isNeverOpen() ? withoutHours(added)
							: Notice.CALENDAR_ADDED.at("/console/calendars/" + added.id() + "/share"))));
	}

	public Mono<ServerResponse> save(ServerRequest request) {
		return named(request).flatMap((calendar) -> sent(request, calendar,
				(form) -> this.owned.change(calendar, form.json())
					.flatMap((changed) -> Views
						.goTo(form.isNeverOpen() ? withoutHours(changed) : Notice.CALENDAR_SAVED.at(request.path())))));
	}

	private static String withoutHours(Calendar calendar) {
		return Notice.CALENDAR_WITHOUT_HOURS.at("/console/calendars/" + calendar.id() + "/edit") + "#weeklyHours";
	}

	/** Does what the pressed button says. */
	private Mono<ServerResponse> sent(ServerRequest request, @Nullable Calendar calendar,
			Function<CalendarForm, Mono<ServerResponse>> save) {
		return request.formData().flatMap((sent) -> {
			CalendarForm form = CalendarFields.read(sent);
			String action = Forms.find(sent, "action").orElse("save");
			if (action.equals("save")) {
				CalendarForm tidy = form.withoutEmptyDates();
				CalendarForm named = named(tidy, calendar);
				return all(Visit.owner(request), named, save).onErrorResume(ProblemException.class,
						(problem) -> again(request, tidy, named, calendar, problem));
			}
			return show(request, form.after(action), calendar);
		});
	}

	/** Saves a form, or fails with all of its mistakes. */
	private Mono<ServerResponse> all(Owner owner, CalendarForm form,
			Function<CalendarForm, Mono<ServerResponse>> save) {
		List<FieldError> wrong = form.wrongNumbers();
		return wrong.isEmpty() ? save.apply(form)
				: Mono.fromCallable(() -> this.owned.draft(owner, form.withNumbers().json()))
					.onErrorMap(ProblemException.class,
							(problem) -> ProblemException
								.invalid(Stream.concat(wrong.stream(), problem.errors().stream()).toList()))
					.then(Mono.error(() -> ProblemException.invalid(wrong)));
	}

	/**
	 * An empty slug is derived from the name, or kept for an existing calendar; an
	 * invalid one is corrected.
	 */
	private static CalendarForm named(CalendarForm form, @Nullable Calendar calendar) {
		String slug = form.text("slug");
		return form.withSlug(
				!slug.isEmpty() ? Slug.tidy(slug) : (calendar != null) ? calendar.slug() : Slug.of(form.text("name")));
	}

	/** A derived slug is shown only if it causes the mistake. */
	private Mono<ServerResponse> again(ServerRequest request, CalendarForm form, CalendarForm named,
			@Nullable Calendar calendar, ProblemException problem) {
		return switch (problem.problem()) {
			case INVALID_REQUEST ->
				this.calendars.isTaken(Slug.tidy(form.text("slug")), (calendar != null) ? calendar.id() : null)
					.flatMap((taken) -> show(request, form, calendar, taken ? withSlugTaken(problem) : problem));
			case CONFLICT -> show(request, named, calendar, withSlugTaken(problem));
			default -> Mono.error(problem);
		};
	}

	private static ProblemException withSlugTaken(ProblemException problem) {
		FieldError taken = new FieldError("slug", "belongs to another calendar; choose another one");
		return ProblemException.invalid(Stream.concat(problem.errors().stream(), Stream.of(taken)).toList());
	}

	private Mono<ServerResponse> show(ServerRequest request, CalendarForm form, @Nullable Calendar calendar) {
		return show(request, form, calendar, null);
	}

	private Mono<ServerResponse> show(ServerRequest request, CalendarForm form, @Nullable Calendar calendar,
			@Nullable ProblemException problem) {
		return this.previews.of(Visit.owner(request), form, calendar)
			.map((preview) -> new CalendarPage(calendar, form, this.publicUrl.schedulingLink(""),
					(problem != null) ? CalendarMistakes.of(problem) : Mistakes.NONE, preview))
			.flatMap((page) -> this.views.show(request, (problem != null) ? problem.status() : HttpStatus.OK,
					"calendar", page));
	}

	/** Shows the free times that result from a form while it is filled in. */
	public Mono<ServerResponse> preview(ServerRequest request) {
		return request.formData()
			.flatMap((sent) -> preview(request, sent))
			.flatMap((preview) -> this.views.show(request, "preview", preview));
	}

	private Mono<Preview> preview(ServerRequest request, MultiValueMap<String, String> sent) {
		Owner owner = Visit.owner(request);
		CalendarForm form = CalendarFields.read(sent);
		String id = Forms.find(sent, "id").orElse(null);
		return (id == null) ? this.previews.of(owner, form, null)
				: this.owned.named(owner, id).flatMap((calendar) -> this.previews.of(owner, form, calendar));
	}

	/** Switches a calendar on or off. */
	public Mono<ServerResponse> turn(ServerRequest request) {
		return Mono.zip(named(request), request.formData()).flatMap((found) -> {
			boolean open = "true".equals(Forms.value(found.getT2(), "open"));
			String back = "edit".equals(Forms.value(found.getT2(), "from"))
					? "/console/calendars/" + found.getT1().id() + "/edit" : WayBack.START;
			ObjectNode patch = JsonNodeFactory.instance.objectNode().put("open", open);
			return this.owned.change(found.getT1(), patch)
				.then(Views.goTo((open ? Notice.CALENDAR_ON : Notice.CALENDAR_OFF).at(back)));
		});
	}

	public Mono<ServerResponse> confirmRemoval(ServerRequest request) {
		return named(request).flatMap((calendar) -> this.views.show(request, "remove-calendar", calendar));
	}

	public Mono<ServerResponse> remove(ServerRequest request) {
		return named(request).flatMap((calendar) -> this.owned.remove(calendar.owner(), calendar.id()))
			.then(Views.goTo(Notice.CALENDAR_REMOVED.at(WayBack.START)));
	}

}
