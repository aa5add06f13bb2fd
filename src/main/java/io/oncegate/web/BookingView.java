package io.oncegate.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which part of a calendar a booking page shows, and how. There are not so many of them:
 * what an address asks for is brought within the bounds of the calendar.
 *
 * @param language the language of the page
 * @param from the first day that is shown
 * @param today the day that it is in the zone
 * @param zone the zone in which times are shown
 * @param zoneChosen whether the zone was chosen, not assumed
 * @param zones whether the zones to choose from are shown
 */
record BookingView(Language language, LocalDate from, LocalDate today, ZoneId zone, boolean zoneChosen, boolean zones) {

	private static final Set<String> KNOWN_ZONES = ZoneId.getAvailableZoneIds();

	/** What an address asks for, and the form that was sent there, if one was. */
	static BookingView of(ServerRequest request, Language language, BookingForm form, Calendar calendar, Instant now) {
		String asked = form.zone().isEmpty() ? request.queryParam("zone").orElse("") : form.zone();
		Optional<ZoneId> chosen = Times.zone(asked)
			.filter((zone) -> KNOWN_ZONES.contains(zone.getId()) || zone.equals(calendar.schedule().zone()));
		ZoneId zone = chosen.orElse(calendar.schedule().zone());
		LocalDate today = Times.date(now, zone);
		LocalDate end = today.plusDays(calendar.horizonDays() + 2L);
		LocalDate from = from(request).filter((date) -> date.isAfter(today)).orElse(today);
		return new BookingView(language, from.isBefore(end) ? from : end, today, zone, chosen.isPresent(),
				request.queryParam("zones").isPresent());
	}

	private static Optional<LocalDate> from(ServerRequest request) {
		try {
			return request.queryParam("from").map(Times::date);
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	/** Where the page is found that shows the days from another one on, in this zone. */
	String address(LocalDate from) {
		return "?from=" + from + (this.zoneChosen ? "&zone=" + this.zone.getId().replace("+", "%2B") : "")
				+ this.language.carried();
	}

	/** Where the page before this is found, if there is one. */
	@Nullable String earlier() {
		LocalDate before = this.from.minusDays(Week.DAYS);
		return this.from.isAfter(this.today) ? address(before.isAfter(this.today) ? before : this.today) : null;
	}

}
