package io.oncegate.web;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Contact;
import io.oncegate.calendar.Hours;
import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Schedule;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A calendar as an owner sends it, and reads it back. */
record CalendarBody(@NotBlank(message = "is missing") @PlainText(max = 200) @Nullable String name,
		@NotNull(message = "is missing") @Pattern(regexp = SLUG,
				message = "must be of at most 100 small letters, digits and single hyphens, like intro-call") @Nullable String slug,
		@NotBlank(message = "is missing; one is Europe/Berlin") @Nullable String timeZone,
		@NotNull(message = "is missing") @Min(value = 1, message = "must be 1 or more") @Max(value = 1440,
				message = "must be 1440 (a day) or less") @Nullable Integer durationMinutes,
		@Min(value = 1, message = "must be 1 or more") @Max(value = 10_000,
				message = "must be 10000 or less") @Nullable Integer seatsPerSlot,
		@Min(value = 0, message = "must be 0 or more") @Max(value = 720,
				message = "must be 720 (half a day) or less") @Nullable Integer bufferMinutes,
		@Min(value = 0, message = "must be 0 or more") @Max(value = 525_600,
				message = "must be 525600 (a year) or less") @Nullable Integer minimumNoticeMinutes,
		@Min(value = 1, message = "must be 1 or more") @Max(value = 730,
				message = "must be 730 (two years) or less") @Nullable Integer horizonDays,
		@Valid @NotNull(message = "is missing") @Nullable Week weeklyHours,
		@Size(max = 1000,
				message = "has more than 1000 dates") @Nullable List<@Valid @NotNull(
						message = "must not be null") DateOverride> dateOverrides,
		@Valid @Nullable ContactBody contact) {

	/** A slug; none looks like an id, so that an address can hold either. */
	static final String SLUG = "(?!.{8}-.{4}-.{4}-.{4}-.{12}$)(?!.*--)[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?";

	/** The hours of each day of the week. */
	record Week(@Nullable List<HoursBody> monday, @Nullable List<HoursBody> tuesday,
			@Nullable List<HoursBody> wednesday, @Nullable List<HoursBody> thursday, @Nullable List<HoursBody> friday,
			@Nullable List<HoursBody> saturday, @Nullable List<HoursBody> sunday) {

		static Week of(Map<DayOfWeek, List<Hours>> week) {
			List<List<HoursBody>> days = new ArrayList<>();
			for (DayOfWeek day : DayOfWeek.values()) {
				days.add(HoursBody.of(week.getOrDefault(day, List.of())));
			}
			return new Week(days.get(0), days.get(1), days.get(2), days.get(3), days.get(4), days.get(5), days.get(6));
		}

		Map<DayOfWeek, List<Hours>> toHours() {
			Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
			put(week, DayOfWeek.MONDAY, this.monday);
			put(week, DayOfWeek.TUESDAY, this.tuesday);
			put(week, DayOfWeek.WEDNESDAY, this.wednesday);
			put(week, DayOfWeek.THURSDAY, this.thursday);
			put(week, DayOfWeek.FRIDAY, this.friday);
			put(week, DayOfWeek.SATURDAY, this.saturday);
			put(week, DayOfWeek.SUNDAY, this.sunday);
			return week;
		}

		private static void put(Map<DayOfWeek, List<Hours>> week, DayOfWeek day, @Nullable List<HoursBody> hours) {
			if (hours != null && !hours.isEmpty()) {
				week.put(day, HoursBody.toHours("weeklyHours." + day.name().toLowerCase(java.util.Locale.ROOT), hours));
			}
		}

	}

	/** Hours of a day; they end at midnight by {@code 24:00}. */
	record HoursBody(@Nullable String from, @Nullable String to) {

		static List<HoursBody> of(List<Hours> hours) {
			return hours.stream()
				.map((open) -> new HoursBody(open.from().toString(),
						open.to().equals(LocalTime.MIDNIGHT) ? "24:00" : open.to().toString()))
				.toList();
		}

		static List<Hours> toHours(String field, List<HoursBody> bodies) {
			List<Hours> hours = new ArrayList<>();
			for (HoursBody body : bodies) {
				String path = field + "[" + hours.size() + "]";
				if (body == null) {
					throw ProblemException.invalid(path, "must not be null");
				}
				LocalTime from = time(path + ".from", body.from());
				LocalTime to = "24:00".equals(body.to()) ? LocalTime.MIDNIGHT : time(path + ".to", body.to());
				try {
					hours.add(new Hours(from, to));
				}
				catch (IllegalArgumentException ex) {
					throw ProblemException.invalid(path, String.valueOf(ex.getMessage()));
				}
			}
			return hours;
		}

		private static LocalTime time(String field, @Nullable String text) {
			if (text == null || !text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
				throw ProblemException.invalid(field, "must be a time of day like 09:00");
			}
			return LocalTime.parse(text);
		}

	}

	/** A date whose hours differ from its weekday's; without hours it is closed. */
	record DateOverride(@NotBlank(message = "is missing") @Nullable String date, @Nullable List<HoursBody> hours) {

		static List<DateOverride> of(Map<LocalDate, List<Hours>> dates) {
			return dates.entrySet()
				.stream()
				.sorted(Map.Entry.comparingByKey())
				.map((entry) -> new DateOverride(entry.getKey().toString(), HoursBody.of(entry.getValue())))
				.toList();
		}

		static Map<LocalDate, List<Hours>> toHours(List<DateOverride> overrides) {
			Map<LocalDate, List<Hours>> dates = new LinkedHashMap<>();
			for (int n = 0; n < overrides.size(); n++) {
				DateOverride override = overrides.get(n);
				String field = "dateOverrides[" + n + "]";
				List<HoursBody> hours = (override.hours() != null) ? override.hours() : List.of();
				if (dates.putIfAbsent(date(field, override.date()),
						HoursBody.toHours(field + ".hours", hours)) != null) {
					throw ProblemException.invalid(field + ".date", "is there twice");
				}
			}
			return dates;
		}

		private static LocalDate date(String field, @Nullable String text) {
			try {
				return Times.date(String.valueOf(text));
			}
			catch (DateTimeException ex) {
				throw ProblemException.invalid(field + ".date", "must be a date like 2026-12-24");
			}
		}

	}

	/** Whom an invitee asks. */
	record ContactBody(@PlainText(max = 200) @Nullable String name,
			@PlainText(max = 254) @Email(message = "is not an e-mail address") @Nullable String email,
			@Pattern(regexp = "[+0-9() ./-]{3,40}", message = "is not a phone number") @Nullable String phone,
			@Size(max = 2000, message = "has more than 2000 characters") @Pattern(regexp = "https?://[^\\s\"<>]+",
					message = "must be an address that begins with https://") @Nullable String url) {

		Contact toContact() {
			return new Contact(Text.tidy(this.name), Text.tidy(this.email), Text.tidy(this.phone), Text.tidy(this.url));
		}

	}

	static CalendarBody of(Calendar calendar) {
		Schedule schedule = calendar.schedule();
		Contact contact = calendar.contact();
		return new CalendarBody(calendar.name(), calendar.slug(), schedule.zone().getId(),
				(int) schedule.duration().toMinutes(), calendar.seatsPerSlot(), (int) schedule.buffer().toMinutes(),
				(int) calendar.minimumNotice().toMinutes(), calendar.horizonDays(), Week.of(schedule.weeklyHours()),
				DateOverride.of(schedule.dateOverrides()), contact.equals(Contact.NONE) ? null
						: new ContactBody(contact.name(), contact.email(), contact.phone(), contact.url()));
	}

	/** The calendar described, once it was found valid. */
	Calendar toCalendar(UUID id, Owner owner, Instant createdAt) {
		return new Calendar(id, owner, required(this.slug), required(Text.tidy(this.name)), toSchedule(),
				orElse(this.seatsPerSlot, 1), Duration.ofMinutes(orElse(this.minimumNoticeMinutes, 0)),
				orElse(this.horizonDays, 60), (this.contact != null) ? this.contact.toContact() : Contact.NONE, 1,
				createdAt, false);
	}

	private Schedule toSchedule() {
		Map<DayOfWeek, List<Hours>> week = required(this.weeklyHours).toHours();
		Map<LocalDate, List<Hours>> dates = DateOverride
			.toHours((this.dateOverrides != null) ? this.dateOverrides : List.of());
		try {
			return new Schedule(zone(), Duration.ofMinutes(required(this.durationMinutes)),
					Duration.ofMinutes(orElse(this.bufferMinutes, 0)), week, dates);
		}
		catch (IllegalArgumentException ex) {
			throw ProblemException.invalid("weeklyHours", String.valueOf(ex.getMessage()));
		}
	}

	private ZoneId zone() {
		try {
			return ZoneId.of(required(this.timeZone));
		}
		catch (DateTimeException ex) {
			throw ProblemException.invalid("timeZone", "is not a time zone; one is Europe/Berlin");
		}
	}

	private static int orElse(@Nullable Integer value, int otherwise) {
		return (value != null) ? value : otherwise;
	}

	private static <T> T required(@Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("not validated");
		}
		return value;
	}

}
