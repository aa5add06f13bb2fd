package io.oncegate.scale;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.oncegate.faults.Answer;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gateways behind a HAProxy with its default checks, which are stopped and started one
 * after the other.
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
		FileSystemUtils.deleteRecursively(DIRECTORY);
		List<Gateway> gateways = new ArrayList<>();
		try (OneRedis redis = new OneRedis(DIRECTORY.resolve("redis"));
				OnePostgres postgres = new OnePostgres(DIRECTORY.resolve("postgres"))) {
			Arrangement arrangement = new Arrangement(DIRECTORY, redis::hashes, postgres::connect)
				.with(redis.settings())
				.with(postgres.settings());
			for (int n = 0; n < GATEWAYS; n++) {
				gateways.add(first(arrangement, "gateway-" + n));
			}
			try (HaProxy proxy = new HaProxy(DIRECTORY.resolve("haproxy"),
					gateways.stream()
						.map((gateway) -> new HaProxy.Behind(gateway.port(), gateway.managementPort()))
						.toList())) {
				Waiting.until("all gateways are up", () -> allUp(proxy));
				ScaleTrial trial = new ScaleTrial("HAProxy, " + GATEWAYS + " gateways", arrangement,
						new People(proxy.address()));
				trial.start();
				for (int n = 0; n < GATEWAYS; n++) {
					int number = n;
					trial.fault("gateway " + n + " stops", () -> {
						gateways.get(number).stop();
						assertThat(gateways.get(number).ends(PATIENCE)).isTrue();
					});
					trial.fault("it starts", () -> {
						gateways.set(number, arrangement.gateway("gateway-" + number + "-again", gateways.get(number)));
						Waiting.until("it is up", () -> proxy.isUp(number));
					});
				}
				trial.endWithout(Answer.NONE);
			}
		}
		finally {
			for (Gateway gateway : gateways) {
				gateway.close();
			}
		}
	}

	private static Gateway first(Arrangement arrangement, String name) throws Exception {
		String previous = System.getProperty("previous");
		return (previous != null) ? arrangement.gateway(name, Path.of(previous)) : arrangement.gateway(name);
	}

	private static boolean allUp(HaProxy proxy) {
		for (int n = 0; n < GATEWAYS; n++) {
			if (!proxy.isUp(n)) {
				return false;
			}
		}
		return true;
	}

}
