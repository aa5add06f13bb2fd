package io.oncegate;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The gateway. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Oncegate {

	public static void main(String[] args) {
		SpringApplication.run(Oncegate.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
