package io.oncegate.web.console;

import java.time.ZoneId;

import io.oncegate.calendar.Calendar;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Recipient;
import io.oncegate.web.page.Mail;
import io.oncegate.web.page.Zone;
import org.jspecify.annotations.Nullable;

/**
 * A one-time link that was just created.
 *
 * @param address its address; null if that is no longer known
 */
public record FreshLink(Calendar calendar, OneTimeLink link, @Nullable String address) {

	/** The recipient, if one was named. */
	public @Nullable String recipient() {
		Recipient recipient = this.link.recipient();
		return (recipient == null) ? null : (recipient.name() != null) ? recipient.name() : recipient.email();
	}

	/** A message to send it with. */
	public String message() {
		Recipient recipient = this.link.recipient();
		String name = (recipient != null) ? recipient.name() : null;
		String until = (expires() != null) ? ", until " + expires() : "";
		return "Hello" + ((name != null) ? " " + name : "") + ",\n\nPlease choose a time for “" + this.calendar.name()
				+ "”:\n\n" + this.address + "\n\nThe link is good for one booking" + until + ".\n\n"
				+ this.calendar.owner().name();
	}

	/** When it expires, if it does, in the zone of its calendar. */
	public @Nullable String expires() {
		ZoneId zone = this.calendar.schedule().zone();
		return (this.link.expiresAt() != null)
				? Moments.text(this.link.expiresAt(), zone) + " (" + Zone.label(zone) + ")" : null;
	}

	/** A {@code mailto:} address for the recipient, if their email address is known. */
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
