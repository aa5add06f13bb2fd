package io.oncegate.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Invitee;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** What an invitee sends to book. */
record RedemptionBody(
		@NotBlank(message = "is missing: choose a time, like 2026-11-23T09:00:00Z") @Nullable String start,
		@Valid @NotNull(message = "is missing") @Nullable InviteeBody invitee) {

	/** Who books. */
	record InviteeBody(@NotBlank(message = "is missing") @PlainText(max = 200) @Nullable String name,
			@NotBlank(message = "is missing") @PlainText(max = 254) @Email(
					message = "is not an e-mail address") @Nullable String email,
			@Nullable String timeZone, @PlainText(max = 2000, lines = true) @Nullable String notes) {

		Invitee toInvitee() {
			return new Invitee(String.valueOf(Text.tidy(this.name)), String.valueOf(Text.tidy(this.email)), zone(),
					Text.tidy(this.notes));
		}

		private @Nullable String zone() {
			try {
				return (this.timeZone == null || this.timeZone.isBlank()) ? null : ZoneId.of(this.timeZone).getId();
			}
			catch (DateTimeException ex) {
				throw ProblemException.invalid("invitee.timeZone", "is not a time zone; one is Europe/Berlin");
			}
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
