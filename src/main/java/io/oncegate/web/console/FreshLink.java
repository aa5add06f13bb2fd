package io.oncegate.web.console;

import io.oncegate.calendar.Calendar;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Recipient;
import io.oncegate.web.page.Mail;
import org.jspecify.annotations.Nullable;

/**
 * A one-time link that was just created.
 *
 * @param address where it is; null where that is no longer known
 */
public record FreshLink(Calendar calendar, OneTimeLink link, @Nullable String address) {

	/** Whom it is for, if that was said. */
	public @Nullable String recipient() {
		Recipient recipient = this.link.recipient();
		return (recipient == null) ? null : (recipient.name() != null) ? recipient.name() : recipient.email();
	}

	/** What to send with it. */
	public String message() {
		Recipient recipient = this.link.recipient();
		String name = (recipient != null) ? recipient.name() : null;
		return "Hello" + ((name != null) ? " " + name : "") + ",\n\nplease choose a time for “" + this.calendar.name()
				+ "”:\n\n" + this.address + "\n\nThe link is good for one booking.\n\n" + this.calendar.owner().name();
	}

	/** Begins an email to whom it is for, if that is known. */
	public @Nullable String mail() {
		Recipient recipient = this.link.recipient();
		return (recipient != null && recipient.email() != null)
				? Mail.to(recipient.email(), this.calendar.name(), message()) : null;
	}

	/** The address as a QR code. */
	public @Nullable QrImage image() {
		return (this.address != null) ? QrImage.of(this.address) : null;
	}

}
