package io.oncegate.calendar;

import org.jspecify.annotations.Nullable;

/** Whom an invitee asks when a link no longer works. */
public record Contact(@Nullable String name, @Nullable String email, @Nullable String phone, @Nullable String url) {

	/** A contact of which nothing is known. */
	public static final Contact NONE = new Contact(null, null, null, null);

	/** Fills in the name if there is none. */
	public Contact orNamed(String name) {
		return (this.name != null) ? this : new Contact(name, this.email, this.phone, this.url);
	}

}
