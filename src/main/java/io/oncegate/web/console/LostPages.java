package io.oncegate.web.console;

import java.util.List;

import io.oncegate.booking.LostBooking;
import io.oncegate.booking.LostBookings;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
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

	public Mono<ServerResponse> tell(ServerRequest request) {
		return Mono.justOrEmpty(Uuids.read(request.pathVariable("booking")))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND)))
			.flatMap((id) -> this.lost.tell(Visit.owner(request).id(), id))
			.then(Views.goTo(ADDRESS));
	}

	/** The page. */
	public record Page(List<LostBooking> bookings) {

	}

}
