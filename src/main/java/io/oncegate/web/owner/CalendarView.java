package io.oncegate.web.owner;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.oncegate.calendar.Calendar;

/** A calendar as it is read; an owner can set only its body. */
record CalendarView(UUID id, UUID publicId, @JsonUnwrapped CalendarBody calendar, Instant createdAt) {

	static CalendarView of(Calendar calendar) {
		return new CalendarView(calendar.id(), calendar.publicId(), CalendarBody.of(calendar), calendar.createdAt());
	}

}
