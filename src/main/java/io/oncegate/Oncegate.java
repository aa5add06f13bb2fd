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

	/**
	 * A loop that only accepts: busy loops keep new clients waiting until they are
	 * dropped.
	 */
	private static final int ACCEPTING = 1;

	public static void main(String[] args) {
		SpringApplication.run(Oncegate.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	/**
	 * The threads that serve requests, Redis and PostgreSQL: handing over from one to
	 * another wakes no other thread.
	 */
	@Bean(destroyMethod = "dispose")
	LoopResources loops() {
		return LoopResources.create("loop", ACCEPTING,
				Integer.getInteger(ReactorNetty.IO_WORKER_COUNT, Runtime.getRuntime().availableProcessors()), true);
	}

}
