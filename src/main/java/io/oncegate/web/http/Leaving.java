package io.oncegate.web.http;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whether the gateway is about to stop. Until it does it answers as usual, but closes
 * each connection, so that the client's next request goes to another gateway.
 */
@Component
public class Leaving {

	private volatile boolean now;

	@EventListener
	void changed(AvailabilityChangeEvent<ReadinessState> event) {
		this.now = event.getState() == ReadinessState.REFUSING_TRAFFIC;
	}

	boolean now() {
		return this.now;
	}

}
