package io.oncegate.start;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.oncegate.start.Demo.Trial;
import io.oncegate.start.FirstOwner.Place;
import io.oncegate.start.FirstOwner.Ready;
import io.oncegate.web.http.PublicUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Completes the start: creates what is missing, and prints what to try next. */
@Component
class Welcome implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(Welcome.class);

	private final FirstOwner firstOwner;

	private final Demo demo;

	private final PublicUrl publicUrl;

	private final String actuator;

	private final Path data;

	private final Output output;

	Welcome(FirstOwner firstOwner, Demo demo, PublicUrl publicUrl, @Value("${management.server.port}") int port,
			@Value("${oncegate.data-dir:./data}") String data, Output output) {
		this.firstOwner = firstOwner;
		this.demo = demo;
		this.publicUrl = publicUrl;
		this.actuator = "http://localhost:" + port + "/actuator";
		this.data = Path.of(data);
		this.output = output;
	}

	/** Readiness waits for this; it runs on the main thread, not an event loop. */
	@Override
	public void run(ApplicationArguments arguments) throws Exception {
		Mono<Ready> ready = this.firstOwner.ready().delayUntil(this::calendar);
		if (this.output.isText()) {
			// Not through the log, which must never contain a link's secret.
			System.out.print(text(ready).toFuture().get(30, TimeUnit.SECONDS));
		}
		else {
			Ready done = ready.toFuture().get(30, TimeUnit.SECONDS);
			logger.info("Oncegate is ready at {}; the owner's API key {}", this.publicUrl.of("/"), where(done.place()));
		}
	}

	private Mono<String> text(Mono<Ready> started) {
		return started.flatMap((ready) -> trial(ready).map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.map((trial) -> text(ready, trial)));
	}

	/** A link to try, but never to an owner's own calendar. */
	private Mono<Trial> trial(Ready ready) {
		return ready.builtIn() ? this.demo.trial(ready.owner()) : Mono.empty();
	}

	private Mono<Void> calendar(Ready ready) {
		return (ready.builtIn() && ready.first()) ? this.demo.addCalendar(ready.owner()).then() : Mono.empty();
	}

	private String text(Ready ready, Optional<Trial> trial) {
		return "\nOncegate is ready.\n" + trial.map(this::link).orElse("") + console() + key(ready) + operations()
				+ trial.map(this::next).orElse("");
	}

	private String link(Trial trial) {
		return """

				  A one-time link, good for one booking
				    %s
				""".formatted(this.publicUrl.of(trial.token()));
	}

	private String console() {
		return """

				  The console; sign in with the API key
				    %s
				""".formatted(this.publicUrl.of("/console"));
	}

	private String key(Ready ready) {
		return (ready.freshKey() == null) ? """

				  The owner's API key %s
				""".formatted(where(ready.place())) : """

				  The owner's API key, printed this once%s
				    %s
				""".formatted((ready.place() == Place.FILE) ? ", and kept in " + file() : ": keep it",
				ready.freshKey());
	}

	private String where(Place place) {
		return switch (place) {
			case FILE -> "is kept in " + file();
			case SETTING -> "is the configured one";
			case OWNER -> "is not printed again. If it is lost, start once with ONCEGATE_API_KEY set to a new one";
		};
	}

	private Path file() {
		return this.data.resolve("api-key");
	}

	private String operations() {
		return """

				  Health   %1$s/health
				  Metrics  %1$s/prometheus

				""".formatted(this.actuator);
	}

	private String next(Trial trial) {
		return trial.free()
			.map((free) -> """
					  Book with the link, then open it again: it is spent
					    curl %s -H 'Content-Type: application/json' \\
					      -d '{"start":"%s","invitee":{"name":"Ada Lovelace","email":"ada@example.com"}}'

					""".formatted(this.publicUrl.of("/api/v1/links/" + trial.token().value() + "/redemptions"),
					free.start()))
			.orElse("");
	}

}
