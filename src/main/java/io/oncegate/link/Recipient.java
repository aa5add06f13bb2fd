package io.oncegate.link;

import org.jspecify.annotations.Nullable;

/** Whom a link was made for, as the owner named them. */
public record Recipient(@Nullable String name, @Nullable String email, @Nullable String reference) {

}
