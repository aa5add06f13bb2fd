package io.oncegate;

import java.time.Clock;

import reactor.netty.ReactorNetty;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The gateway. */
@SpringBootApplication
public class Oncegate {

	public static void main(String[] args) {
		// One event loop a core; four at least, the default, cost two cores a tenth.
		byDefault(ReactorNetty.IO_WORKER_COUNT, Runtime.getRuntime().availableProcessors());
		// One that only accepts: busy loops let new clients wait until they are dropped.
		byDefault(ReactorNetty.IO_SELECT_COUNT, 1);
		SpringApplication.run(Oncegate.class, args);
	}

	private static void byDefault(String property, int value) {
		if (System.getProperty(property) == null) {
			System.setProperty(property, String.valueOf(value));
		}
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
