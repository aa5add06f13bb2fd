package io.oncegate;

import java.time.Clock;

import reactor.netty.ReactorNetty;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The gateway. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Oncegate {

	public static void main(String[] args) {
		// One event loop a core; four at least, the default, cost two cores a tenth.
		if (System.getProperty(ReactorNetty.IO_WORKER_COUNT) == null) {
			System.setProperty(ReactorNetty.IO_WORKER_COUNT,
					String.valueOf(Runtime.getRuntime().availableProcessors()));
		}
		SpringApplication.run(Oncegate.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
