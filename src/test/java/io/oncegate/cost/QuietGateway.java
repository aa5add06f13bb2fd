package io.oncegate.cost;

import io.netty.util.ResourceLeakDetector;
import io.oncegate.Oncegate;
import io.oncegate.telemetry.Background;

import org.springframework.boot.SpringApplication;

/** A gateway that does nothing of itself: all that it does is for those who ask. */
final class QuietGateway {

	private QuietGateway() {
	}

	public static void main(String[] args) {
		// It would note of each buffer where it was made.
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
		SpringApplication.run(Oncegate.class, args).getBeansOfType(Background.class).values().forEach(Background::stop);
	}

}
