package io.oncegate.booking;

import org.jspecify.annotations.Nullable;

/** The person who books, as entered by them. */
public record Invitee(String name, String email, @Nullable String timeZone, @Nullable String notes) {

}
