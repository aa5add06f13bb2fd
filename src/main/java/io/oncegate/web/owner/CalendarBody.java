package io.oncegate.web.owner;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Contact;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Schedule;
import io.oncegate.calendar.Terms;
import io.oncegate.web.http.EmailAddress;
import io.oncegate.web.http.PlainText;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.http.Related;
import io.oncegate.web.http.Text;
import io.oncegate.web.http.Times;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A calendar, as an owner sends and reads it. */
record CalendarBody(@NotBlank(message = "is missing") @PlainText(max = 200) @Nullable String name,
		@NotNull(message = "is missing") @Pattern(regexp = Calendar.SLUG,
				message = "must be at most 100 lowercase letters, digits and single hyphens, like intro-call") @Nullable String slug,
		@NotBlank(message = "is missing; an example is Europe/Berlin") @Nullable String timeZone,
		@NotNull(message = "is missing") @Min(value = 1, message = "must be 1 or more") @Max(value = 1440,
				message = "must be 1440 (a day) or less") @Nullable Integer durationMinutes,
		@Min(value = 1, message = "must be 1 or more") @Max(value = 10_000,
				message = "must be 10000 or less") @Nullable Integer seatsPerSlot,
		@Min(value = 0, message = "must be 0 or more") @Max(value = 720,
				message = "must be 720 (half a day) or less") @Nullable Integer bufferMinutes,
		@Min(value = 1, message = "must be 1 or more") @Max(value = 1440,
				message = "must be 1440 (a day) or less") @Nullable Integer startEveryMinutes,
		@Min(value = 0, message = "must be 0 or more") @Max(value = 525_600,
				message = "must be 525600 (a year) or less") @Nullable Integer minimumNoticeMinutes,
		@Min(value = 1, message = "must be 1 or more") @Max(value = 730,
				message = "must be 730 (two years) or less") @Nullable Integer horizonDays,
		@Valid @NotNull(message = "is missing") @Nullable WeekBody weeklyHours,
		@Size(max = 1000,
				message = "has more than 1000 dates") @Nullable List<@Valid @NotNull(
						message = "must not be null") DateOverrideBody> dateOverrides,
		@Valid @Nullable ContactBody contact, @PlainText(max = 500, lines = true) @Nullable String location,
		@Nullable Boolean open, @Nullable Boolean keepsLinks,
		@Size(max = 50,
				message = "has more than 50 origins") @Nullable List<@NotNull(message = "must not be null") @Size(
						max = 200, message = "has more than 200 characters") @Pattern(regexp = ORIGIN,
								message = "must be an origin like https://www.example.com") String> embedOrigins,
		@Nullable OpenLinksBody openLinks) implements Related {

	/**
	 * Scheme, host and port, in the form of the header {@code Origin} (RFC 6454, 6.2).
	 */
	private static final String ORIGIN = "https?://(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?";

	/** Who invitees contact. */
	record ContactBody(@PlainText(max = 200) @Nullable String name,
			@PlainText(max = 254) @EmailAddress @Nullable String email,
			@Pattern(regexp = "[+0-9() ./-]{3,40}", message = "is not a phone number") @Nullable String phone,
			@PlainText(max = 2000) @Pattern(regexp = "https?://[^\\s\\p{Z}\\p{C}\"<>]+",
					message = "must be an address that begins with https://") @Nullable String url) {

		ContactBody {
			name = Text.tidy(name);
			email = Text.tidy(email);
			phone = Text.tidy(phone);
			url = Text.tidy(url);
		}

		static @Nullable ContactBody of(Contact contact) {
			return contact.equals(Contact.NONE) ? null
					: new ContactBody(contact.name(), contact.email(), contact.phone(), contact.url());
		}

		Contact toContact() {
			return new Contact(this.name, this.email, this.phone, this.url);
		}

	}

	/** Which links open it to anybody; each is off by default. */
	record OpenLinksBody(@Nullable Boolean scheduling, @Nullable Boolean permanent) {

		OpenLinks toOpenLinks() {
			return new OpenLinks(Boolean.TRUE.equals(this.scheduling), Boolean.TRUE.equals(this.permanent));
		}

		static OpenLinksBody of(OpenLinks open) {
			return new OpenLinksBody(open.scheduling(), open.permanent());
		}

	}

	CalendarBody {
		name = Text.tidy(name);
		timeZone = Text.tidy(timeZone);
		location = Text.tidy(location);
	}

	static CalendarBody of(Calendar calendar) {
		Schedule schedule = calendar.schedule();
		Terms terms = calendar.terms();
		return new CalendarBody(calendar.name(), calendar.slug(), schedule.zone().getId(),
				(int) schedule.duration().toMinutes(), calendar.seatsPerSlot(), (int) schedule.buffer().toMinutes(),
				(schedule.startEvery() != null) ? (int) schedule.startEvery().toMinutes() : null,
				(int) calendar.minimumNotice().toMinutes(), calendar.horizonDays(), WeekBody.of(schedule.weeklyHours()),
				DateOverrideBody.of(schedule.dateOverrides()), ContactBody.of(calendar.contact()), terms.location(),
				terms.open(), terms.keepsLinks(), terms.embedOrigins(), OpenLinksBody.of(terms.openLinks()));
	}

	/** The calendar described, once the body is validated. */
	Calendar toCalendar(UUID id, UUID publicId, Owner owner, Instant createdAt) {
		return new Calendar(id, publicId, owner, required(this.slug), required(this.name), toSchedule(),
				orElse(this.seatsPerSlot, 1), Duration.ofMinutes(orElse(this.minimumNoticeMinutes, 0)),
				orElse(this.horizonDays, 60), (this.contact != null) ? this.contact.toContact() : Contact.NONE,
				toTerms(), 1, createdAt, false);
	}

	private Terms toTerms() {
		return new Terms(this.location, (this.open != null) ? this.open : Terms.USUAL.open(),
				(this.keepsLinks != null) ? this.keepsLinks : Terms.USUAL.keepsLinks(),
				(this.embedOrigins != null) ? this.embedOrigins : List.of(),
				(this.openLinks != null) ? this.openLinks.toOpenLinks() : OpenLinks.NONE);
	}

	@Override
	public List<FieldError> mistakes() {
		List<FieldError> mistakes = new ArrayList<>();
		if (this.timeZone != null) {
			mistakes.addAll(ProblemException.errors(this::zone));
		}
		if (this.weeklyHours != null) {
			mistakes.addAll(this.weeklyHours.mistakes());
		}
		mistakes.addAll(DateOverrideBody.mistakes(dates()));
		return mistakes;
	}

	private List<DateOverrideBody> dates() {
		return (this.dateOverrides != null) ? this.dateOverrides : List.of();
	}

	private Schedule toSchedule() {
		return new Schedule(zone(), Duration.ofMinutes(required(this.durationMinutes)),
				Duration.ofMinutes(orElse(this.bufferMinutes, 0)),
				(this.startEveryMinutes != null) ? Duration.ofMinutes(this.startEveryMinutes) : null,
				required(this.weeklyHours).toHours(), DateOverrideBody.toHours(dates()));
	}

	private ZoneId zone() {
		return Times.zone(required(this.timeZone))
			.orElseThrow(() -> ProblemException.invalid("timeZone", "is not a time zone; an example is Europe/Berlin"));
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
