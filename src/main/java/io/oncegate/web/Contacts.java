package io.oncegate.web;

import java.time.Duration;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Contact;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Knows whom to ask about a dead link. When everybody clicks a forwarded one, the
 * database is asked once.
 */
@Component
class Contacts {

	private static final int CALENDARS = 10_000;

	private static final Duration FRESH = Duration.ofSeconds(2);

	/** A load that never ended would be waited for by all. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final AsyncCache<UUID, Contact> contacts = Caffeine.newBuilder()
		.maximumSize(CALENDARS)
		.expireAfterWrite(FRESH)
		.buildAsync();

	private final Calendars calendars;

	Contacts(Calendars calendars) {
		this.calendars = calendars;
	}

	/**
	 * Reads the contact of a calendar; empty while the database is away, so that a dead
	 * link is called dead all the same.
	 */
	Mono<Contact> of(UUID calendarId) {
		return Mono.fromFuture(() -> this.contacts.get(calendarId,
				(id, executor) -> this.calendars.find(id)
					.map(Calendar::contactOrOwner)
					.timeout(PATIENCE)
					.onErrorComplete(Faults::isOfStore)
					.toFuture()),
				true);
	}

}
