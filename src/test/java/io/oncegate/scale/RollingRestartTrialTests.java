package io.oncegate.scale;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.oncegate.faults.Answer;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gateways behind a HAProxy with its default checks, which are stopped and started one
 * after the other. In the short form the last one is not started again: people have
 * already come to one that was.
 * <p>
 * With {@code -Dprevious=oncegate.jar}, the first ones are of that release, and are
 * replaced by this one: an upgrade.
 */
@Slow
@ExtendWith(ProgramsAreThere.class)
class RollingRestartTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("rolling");

	private static final int GATEWAYS = ScaleTrial.LONG ? 3 : 2;

	/** Longer than a stop takes. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void noRequestFails() throws Exception {
		try (Arrangement<OneRedis, OnePostgres> arrangement = Arrangement.start(DIRECTORY, OneRedis::new,
				OnePostgres::new)) {
			List<Gateway> gateways = new ArrayList<>(
					Together.make(numbers(), (number) -> first(arrangement, "gateway-" + number)));
			try (HaProxy proxy = new HaProxy(DIRECTORY.resolve("haproxy"),
					gateways.stream()
						.map((gateway) -> new HaProxy.Behind(gateway.port(), gateway.managementPort()))
						.toList())) {
				Waiting.until("all gateways are up", () -> numbers().stream().allMatch(proxy::isUp));
				ScaleTrial trial = new ScaleTrial("HAProxy, " + GATEWAYS + " gateways", arrangement,
						new People(proxy.address()));
				trial.start();
				for (int number : numbers()) {
					trial.fault("gateway " + number + " stops", () -> {
						gateways.get(number).stop();
						assertThat(gateways.get(number).ends(PATIENCE)).isTrue();
					});
					if (ScaleTrial.LONG || number < GATEWAYS - 1) {
						trial.fault("it starts", () -> {
							gateways.set(number,
									arrangement.gateway("gateway-" + number + "-again", gateways.get(number)));
							Waiting.until("it is up", () -> proxy.isUp(number));
						});
					}
				}
				trial.endWithout(Answer.NONE);
			}
		}
	}

	private static List<Integer> numbers() {
		return IntStream.range(0, GATEWAYS).boxed().toList();
	}

	private static Gateway first(Arrangement<?, ?> arrangement, String name) throws Exception {
		String previous = System.getProperty("previous");
		return (previous != null) ? arrangement.gateway(name, Path.of(previous)) : arrangement.gateway(name);
	}

}
