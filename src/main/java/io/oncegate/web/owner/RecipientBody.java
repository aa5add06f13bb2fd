package io.oncegate.web.owner;

import io.oncegate.link.Recipient;
import io.oncegate.web.http.EmailAddress;
import io.oncegate.web.http.PlainText;
import io.oncegate.web.http.Text;
import org.jspecify.annotations.Nullable;

/** The recipient of a link. */
public record RecipientBody(@PlainText(max = 200) @Nullable String name,
		@PlainText(max = 254) @EmailAddress @Nullable String email, @PlainText(max = 200) @Nullable String reference) {

	public RecipientBody {
		name = Text.tidy(name);
		email = Text.tidy(email);
		reference = Text.tidy(reference);
	}

	public Recipient toRecipient() {
		return new Recipient(this.name, this.email, this.reference);
	}

}
