package io.oncegate.faults;

import java.time.Clock;
import java.time.Duration;

import io.oncegate.Oncegate;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/** A gateway whose clock is fast by the hours in its first argument. */
final class GatewayWithWrongClock {

	private GatewayWithWrongClock() {
	}

	public static void main(String[] args) {
		Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(Long.parseLong(args[0])));
		new SpringApplicationBuilder(Oncegate.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("wrongClock", Clock.class,
					() -> wrong, (definition) -> definition.setPrimary(true)))
			.run();
	}

}
