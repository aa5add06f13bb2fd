package io.oncegate.calendar;

import org.jspecify.annotations.Nullable;

/** Who an invitee can ask when a link no longer works. */
public record Contact(@Nullable String name, @Nullable String email, @Nullable String phone, @Nullable String url) {

	/** An empty contact. */
	public static final Contact NONE = new Contact(null, null, null, null);

	/**
	 * Takes email, phone and URL from another contact if this one has none, and the name
	 * if it has none either.
	 */
	public Contact or(Contact other) {
		return (this.email != null || this.phone != null || this.url != null) ? this
				: new Contact((this.name != null) ? this.name : other.name, other.email, other.phone, other.url);
	}

	/** Fills in the name if there is none. */
	public Contact orNamed(String name) {
		return (this.name != null) ? this : new Contact(name, this.email, this.phone, this.url);
	}

}
