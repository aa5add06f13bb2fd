package io.oncegate;

import java.time.Clock;

import reactor.netty.ReactorNetty;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The gateway. */
@SpringBootApplication
public class Oncegate {

	/** One that only accepts: busy loops let new clients wait until they are dropped. */
	private static final int ACCEPTING = 1;

	public static void main(String[] args) {
		SpringApplication.run(Oncegate.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	/**
	 * The threads on which all requests, Redis and PostgreSQL are attended to: what comes
	 * from one of them and leaves to another wakes no thread in between.
	 */
	@Bean(destroyMethod = "dispose")
	LoopResources loops() {
		return LoopResources.create("loop", ACCEPTING,
				Integer.getInteger(ReactorNetty.IO_WORKER_COUNT, Runtime.getRuntime().availableProcessors()), true);
	}

}
