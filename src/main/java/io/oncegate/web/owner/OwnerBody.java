package io.oncegate.web.owner;

import io.oncegate.calendar.Contact;
import io.oncegate.calendar.Owner;
import io.oncegate.web.http.PlainText;
import io.oncegate.web.http.Text;
import io.oncegate.web.owner.CalendarBody.ContactBody;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/** An owner, as they describe themselves and read it. */
record OwnerBody(@NotBlank(message = "is missing") @PlainText(max = 200) @Nullable String name,
		@Valid @Nullable ContactBody contact) {

	OwnerBody {
		name = Text.tidy(name);
	}

	static OwnerBody of(Owner owner) {
		return new OwnerBody(owner.name(), ContactBody.of(owner.contact()));
	}

	/** The owner described, once the body is validated. */
	Owner toOwner(Owner before) {
		return new Owner(before.id(), (this.name != null) ? this.name : before.name(),
				(this.contact != null) ? this.contact.toContact() : Contact.NONE);
	}

}
