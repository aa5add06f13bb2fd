package io.oncegate.calendar;

import java.util.UUID;

/** Whoever shares calendars. */
public record Owner(UUID id, String name) {

}
