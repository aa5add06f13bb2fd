package io.oncegate.web;

import java.time.DateTimeException;
import java.time.Instant;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Invitee;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** What an invitee sends to book. */
record RedemptionBody(
		@NotBlank(message = "is missing: choose a time, like 2026-11-23T09:00:00Z") @Nullable String start,
		@Valid @NotNull(message = "is missing") @Nullable InviteeBody invitee) {

	/** Who books. */
	record InviteeBody(@NotBlank(message = "is missing") @PlainText(max = 200) @Nullable String name,
			@NotBlank(message = "is missing") @PlainText(max = 254) @EmailAddress @Nullable String email,
			@Nullable String timeZone, @PlainText(max = 2000, lines = true) @Nullable String notes) {

		InviteeBody {
			name = Text.tidy(name);
			email = Text.tidy(email);
			timeZone = Text.tidy(timeZone);
			notes = Text.tidy(notes);
		}

		Invitee toInvitee() {
			return new Invitee(String.valueOf(this.name), String.valueOf(this.email), zone(), this.notes);
		}

		private @Nullable String zone() {
			return (this.timeZone == null) ? null : Times.zone(this.timeZone)
				.orElseThrow(
						() -> ProblemException.invalid("invitee.timeZone", "is not a time zone; one is Europe/Berlin"))
				.getId();
		}

	}

	/** What is asked for, once it was found valid. */
	BookingRequest toRequest(@Nullable String idempotencyKey) {
		if (this.start == null || this.invitee == null) {
			throw new IllegalStateException("not validated");
		}
		return BookingRequest.of(instant("start", this.start), this.invitee.toInvitee(), idempotencyKey);
	}

	static Instant instant(String field, String text) {
		try {
			return Times.instant(text);
		}
		catch (DateTimeException ex) {
			throw ProblemException.invalid(field, "is not an instant; one is 2026-11-23T09:00:00Z");
		}
	}

}
