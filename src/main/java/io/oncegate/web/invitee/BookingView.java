package io.oncegate.web.invitee;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.oncegate.calendar.Calendar;
import io.oncegate.web.http.Framing;
import io.oncegate.web.http.Times;
import io.oncegate.web.page.Language;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which part of a calendar a booking page shows, and how. The number of possible views is
 * small, because what an address requests is clamped to the calendar's bounds.
 *
 * @param language the language of the page
 * @param day the selected day, if one was chosen
 * @param today today in the zone
 * @param last the last day that may have free times
 * @param zone the zone in which times are shown
 * @param zoneChosen whether the zone was chosen, not assumed
 * @param choice the zones to choose from, if they are shown
 * @param frame whether the page may be embedded
 */
record BookingView(Language language, @Nullable LocalDate day, LocalDate today, LocalDate last, ZoneId zone,
		boolean zoneChosen, @Nullable ZoneChoice choice, boolean frame) {

	/** For how many days from {@link #since} on the free times are always known. */
	static final int AHEAD = 62;

	/**
	 * Returns the view requested by an address and by the form sent there, if one was.
	 */
	static BookingView of(ServerRequest request, Language language, BookingForm form, Calendar calendar, Instant now) {
		String wanted = form.find().isBlank() ? request.queryParam("find").orElse("") : form.find();
		Optional<ZoneId> found = wanted.isBlank() ? Optional.empty()
				: Times.zone(wanted).or(() -> language.zones().find(wanted));
		String asked = form.zone().isEmpty() ? request.queryParam("zone").orElse("") : form.zone();
		Optional<ZoneId> chosen = found.or(() -> Times.zone(asked));
		ZoneId zone = chosen.orElse(calendar.schedule().zone());
		LocalDate today = Times.date(now, zone);
		// The date in the zone may differ from the calendar's.
		LocalDate last = today.plusDays(calendar.horizonDays() + 2L);
		Optional<LocalDate> day = (form.shows() ? day(request).or(() -> day(form.start(), zone))
				: day(form.start(), zone).or(() -> day(request)))
			.map((date) -> date.isBefore(today) ? today : date.isAfter(last) ? last : date);
		return new BookingView(language, day.orElse(null), today, last, zone, chosen.isPresent(),
				choice(request, wanted, found.isPresent(), now), Framing.isPossible(request));
	}

	private static @Nullable ZoneChoice choice(ServerRequest request, String wanted, boolean found, Instant now) {
		boolean missed = !wanted.isBlank() && !found;
		return (missed || wanted.isBlank() && request.queryParam("zones").isPresent())
				? new ZoneChoice(now.truncatedTo(ChronoUnit.MINUTES), missed) : null;
	}

	/** Tells whether zones must be named, which takes a second the first time. */
	static boolean namesZones(ServerRequest request, BookingForm form) {
		return !form.find().isBlank() || request.queryParam("find").isPresent()
				|| request.queryParam("zones").isPresent();
	}

	/** Returns the same view on the day of a time, unless another day was chosen. */
	BookingView orOn(Instant time) {
		return (this.day != null) ? this : new BookingView(this.language, Times.date(time, this.zone), this.today,
				this.last, this.zone, this.zoneChosen, this.choice, this.frame);
	}

	/** The day of the time chosen in the form. */
	private static Optional<LocalDate> day(String start, ZoneId zone) {
		try {
			return start.isEmpty() ? Optional.empty() : Optional.of(Times.date(Times.instant(start), zone));
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	private static Optional<LocalDate> day(ServerRequest request) {
		try {
			return request.queryParam("day").map(Times::date);
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The first day whose free times are needed: the first of the previous month, at the
	 * earliest today.
	 */
	LocalDate since() {
		LocalDate before = (this.day != null) ? this.day.withDayOfMonth(1).minusMonths(1) : this.today;
		return before.isAfter(this.today) ? before : this.today;
	}

	/** Tells whether the known free times begin with the first of all. */
	boolean startsNow() {
		return since().equals(this.today);
	}

	/** The first day to look at for more free times; null if there cannot be any. */
	@Nullable LocalDate beyond(LocalDate end) {
		LocalDate unknown = since().plusDays(AHEAD + 1);
		LocalDate beyond = unknown.isAfter(end) ? unknown : end;
		return unknown.isAfter(this.last) ? null : beyond.isAfter(this.last) ? this.last : beyond;
	}

	/** The address of the page with another day, in this zone and language. */
	String address(LocalDate day) {
		return "?day=" + day + zoneCarried() + this.language.carried();
	}

	/** The query parameters with which a page in another language shows the same. */
	String carried() {
		return ((this.day != null) ? "&day=" + this.day : "") + zoneCarried();
	}

	private String zoneCarried() {
		return this.zoneChosen ? "&zone=" + this.zone.getId().replace("+", "%2B") : "";
	}

	/**
	 * The zones to choose from.
	 *
	 * @param now the minute whose local times are shown with them
	 * @param missed whether a search found no zone
	 */
	record ZoneChoice(Instant now, boolean missed) {

	}

}
