package io.oncegate.web.console;

import java.util.List;
import java.util.Optional;

import io.oncegate.booking.LostBooking;
import io.oncegate.booking.LostBookings;
import io.oncegate.web.http.Uuids;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Says which confirmations are void, and whom to tell. */
@Component
public class LostPages {

	public static final String ADDRESS = "/console/lost-bookings";

	private static final int ON_A_PAGE = 100;

	private final LostBookings lost;

	private final Views views;

	LostPages(LostBookings lost, Views views) {
		this.lost = lost;
		this.views = views;
	}

	public Mono<ServerResponse> open(ServerRequest request) {
		return this.lost.list(Visit.owner(request).id(), ON_A_PAGE)
			.collectList()
			.flatMap((found) -> this.views.show(request, "lost-bookings", new Page(found)));
	}

	/** Records that the invitees of some were told. */
	public Mono<ServerResponse> tell(ServerRequest request) {
		return request.formData()
			.map((sent) -> sent.getOrDefault("id", List.of())
				.stream()
				.limit(ON_A_PAGE)
				.map(Uuids::read)
				.flatMap(Optional::stream)
				.toList())
			.flatMap((ids) -> this.lost.tell(Visit.owner(request).id(), ids))
			.then(Views.goTo(ADDRESS));
	}

	/** The page. */
	public record Page(List<LostBooking> bookings) {

		/** Tells whether there may be more. */
		public boolean isFull() {
			return this.bookings.size() == ON_A_PAGE;
		}

	}

}
