package io.oncegate.link;

import org.jspecify.annotations.Nullable;

/** The person a link is for, as entered by the owner. */
public record Recipient(@Nullable String name, @Nullable String email, @Nullable String reference) {

}
