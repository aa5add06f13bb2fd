package io.oncegate.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A calendar that an owner shares.
 *
 * @param id for its owner only: it opens nothing
 * @param publicId part of its permanent link
 * @param minimumNotice how long before its start a slot can be booked at the latest
 * @param horizonDays how many days ahead slots are offered, not counting today
 * @param version rises with every change of the offered slots
 * @param deleted whether the owner has removed it
 */
public record Calendar(UUID id, UUID publicId, Owner owner, String slug, String name, Schedule schedule,
		int seatsPerSlot, Duration minimumNotice, int horizonDays, Contact contact, Terms terms, int version,
		Instant createdAt, boolean deleted) {

	/** The form of a slug; none looks like an id, so that an address can hold either. */
	public static final String SLUG = "(?!.{8}-.{4}-.{4}-.{4}-.{12}$)(?!.*--)[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?";

	/** Tells whether it can be booked at all. */
	public boolean isOpen() {
		return this.terms.open() && !this.deleted;
	}

	/** Lists the slots offered between two dates, both inclusive. */
	public List<Slot> offered(LocalDate from, LocalDate to, Instant now) {
		LocalDate today = LocalDate.ofInstant(now, this.schedule.zone());
		LocalDate last = today.plusDays(this.horizonDays);
		LocalDate since = from.isBefore(today) ? today : from;
		LocalDate until = to.isAfter(last) ? last : to;
		return !isOpen() || until.isBefore(since) ? List.of()
				: this.schedule.slots(since, until).stream().filter(inTime(now)).toList();
	}

	/** Tells whether a slot of the schedule is offered now. */
	public boolean offers(Slot slot, Instant now) {
		LocalDate last = LocalDate.ofInstant(now, this.schedule.zone()).plusDays(this.horizonDays);
		return this.terms.open() && inTime(now).test(slot)
				&& !LocalDate.ofInstant(slot.start(), this.schedule.zone()).isAfter(last);
	}

	/**
	 * Tells whether it can be booked without a one-time link, with this slug or public
	 * id.
	 */
	public boolean opensBy(String way) {
		OpenLinks open = this.terms.openLinks();
		return !this.deleted && (open.scheduling() && this.slug.equals(way)
				|| open.permanent() && this.publicId.toString().equals(way));
	}

	/** The same calendar with another permanent link. */
	public Calendar withNewPublicId() {
		return new Calendar(this.id, UUID.randomUUID(), this.owner, this.slug, this.name, this.schedule,
				this.seatsPerSlot, this.minimumNotice, this.horizonDays, this.contact, this.terms, this.version,
				this.createdAt, this.deleted);
	}

	/**
	 * The contact, or the owner's if it has no email, phone or URL; with the owner's name
	 * if it has no name of its own.
	 */
	public Contact contactOrOwner() {
		return this.contact.or(this.owner.contact()).orNamed(this.owner.name());
	}

	/** Tells whether the other offers the same slots as this. */
	public boolean offersSameAs(Calendar other) {
		return this.schedule.equals(other.schedule) && this.seatsPerSlot == other.seatsPerSlot
				&& this.minimumNotice.equals(other.minimumNotice) && this.horizonDays == other.horizonDays
				&& this.terms.open() == other.terms.open();
	}

	private Predicate<Slot> inTime(Instant now) {
		Instant earliest = now.plus(this.minimumNotice);
		return (slot) -> slot.start().isAfter(now) && !slot.start().isBefore(earliest);
	}

}
