package io.oncegate.web.invitee;

import io.oncegate.booking.BookingRequest;
import io.oncegate.calendar.Calendar;
import io.oncegate.redemption.RedemptionOutcome;
import io.oncegate.redemption.Redemptions;
import io.oncegate.web.http.Framing;
import reactor.core.publisher.Mono;

/** The door of a permanent or scheduling link, which books any number of times. */
final class OpenDoor extends RefusingDoor {

	private final Calendar calendar;

	private final String way;

	private final Redemptions redemptions;

	OpenDoor(Calendar calendar, String way, Redemptions redemptions, BookingRefusals refusals) {
		super(refusals, (why) -> {
		});
		this.calendar = calendar;
		this.way = way;
		this.redemptions = redemptions;
	}

	@Override
	public Framing framing() {
		return Framing.of(this.calendar);
	}

	@Override
	public Mono<Opening> open() {
		return Mono.just(new Opening(this.calendar, null));
	}

	@Override
	public Mono<RedemptionOutcome> tryToBook(BookingRequest request) {
		return this.redemptions.book(this.calendar.id(), this.way, request);
	}

}
