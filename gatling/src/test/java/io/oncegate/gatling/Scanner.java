package io.oncegate.gatling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.gatling.javaapi.core.ChainBuilder;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/** A program that scans emails before they are read, and opens the links in them. */
final class Scanner {

	private static final String AGENT = "scanner's agent";

	/** Some say what they are, some pretend to be something else, some say nothing. */
	private static final List<String> AGENTS = List.of("Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1)",
			"Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "SkypeUriPreview Preview/0.5",
			"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 HeadlessChrome/138.0.0.0 Safari/537.36",
			"python-requests/2.32.4", "-");

	/** Sends HEAD, and GET a moment later; any answer will do. */
	ChainBuilder looks() {
		return exec((session) -> session.set(AGENT, AGENTS.get(ThreadLocalRandom.current().nextInt(AGENTS.size()))))
			.exec(http("scan HEAD").head(Invitee::page)
				.header("User-Agent", "#{" + AGENT + "}")
				.check(status().in(200, 410, 503)))
			.exec(pause(Duration.ofMillis(100), Duration.ofSeconds(2)))
			.exec(http("scan GET").get(Invitee::page)
				.header("User-Agent", "#{" + AGENT + "}")
				.check(status().in(200, 410, 503)))
			.exec(pause(Duration.ofSeconds(1), Duration.ofSeconds(5)));
	}

}
