package io.oncegate.booking;

import org.jspecify.annotations.Nullable;

/** Whoever books, as they named themselves. */
public record Invitee(String name, String email, @Nullable String timeZone, @Nullable String notes) {

}
