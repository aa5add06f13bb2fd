package io.oncegate.web.invitee;

import java.util.regex.Pattern;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Invitee;
import io.oncegate.web.http.EmailAddress;
import io.oncegate.web.http.PlainText;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Text;
import io.oncegate.web.http.Times;
import io.oncegate.web.http.Usual;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** What an invitee sends in order to book. */
record RedemptionBody(
		@NotBlank(message = "is missing: choose a time, like 2026-11-23T09:00:00Z") @Nullable String start,
		@Valid @NotNull(message = "is missing") @Nullable InviteeBody invitee) implements Usual {

	/** The invitee. */
	record InviteeBody(@NotBlank(message = "is missing") @PlainText(max = 200) @Nullable String name,
			@NotBlank(message = "is missing") @PlainText(max = 254) @EmailAddress @Nullable String email,
			@Nullable String timeZone, @PlainText(max = 2000, lines = true) @Nullable String notes) implements Usual {

		private static final Pattern USUAL_EMAIL = Pattern
			.compile("[A-Za-z0-9]++([.+_-][A-Za-z0-9]++)*+@[A-Za-z0-9]++([.-][A-Za-z0-9]++)*+");

		/**
		 * Within every limit for the local part of an email address and each label of its
		 * domain.
		 */
		private static final int USUAL_LENGTH = 63;

		InviteeBody {
			name = Text.tidy(name);
			email = Text.tidy(email);
			timeZone = Text.tidy(timeZone);
			notes = Text.tidy(notes);
		}

		@Override
		public boolean isUsual() {
			return this.notes == null && this.name != null && isUsualName(this.name) && this.email != null
					&& this.email.length() <= USUAL_LENGTH && USUAL_EMAIL.matcher(this.email).matches();
		}

		private static boolean isUsualName(String name) {
			return name.length() <= USUAL_LENGTH && Character.isLetter(name.charAt(0)) && name.chars()
				.allMatch((character) -> Character.isLetter(character) || " .'-".indexOf(character) >= 0);
		}

		Invitee toInvitee() {
			return new Invitee(String.valueOf(this.name), String.valueOf(this.email), zone(), this.notes);
		}

		private @Nullable String zone() {
			return (this.timeZone == null) ? null
					: Times.zone(this.timeZone)
						.orElseThrow(() -> ProblemException.invalid("invitee.timeZone",
								"is not a time zone; an example is Europe/Berlin"))
						.getId();
		}

	}

	@Override
	public boolean isUsual() {
		return this.start != null && !this.start.isBlank() && this.invitee != null && this.invitee.isUsual();
	}

	/** The booking requested, once the body is validated. */
	BookingRequest toRequest(@Nullable String idempotencyKey) {
		if (this.start == null || this.invitee == null) {
			throw new IllegalStateException("not validated");
		}
		return BookingRequest.of(Times.instant("start", this.start), this.invitee.toInvitee(), idempotencyKey);
	}

}
