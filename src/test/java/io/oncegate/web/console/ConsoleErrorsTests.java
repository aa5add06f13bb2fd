package io.oncegate.web.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import io.oncegate.calendar.Owner;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.Audience;
import io.oncegate.web.http.Kind;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Routed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/** What the console says when something goes wrong. */
@GatewayTest
class ConsoleErrorsTests {

	private static final String UNKNOWN = "may have been done, or not. Go back, reload the page and look";

	@Autowired
	private ConsoleErrors errors;

	@Autowired
	private Owners owners;

	@ParameterizedTest
	@EnumSource(names = { "STORE_UNAVAILABLE", "OUTCOME_UNKNOWN", "INTERNAL_ERROR" })
	void whatCameOfAnActionIsNotGuessed(Problem problem) {
		String page = page(MockServerHttpRequest.post("/console/calendars/x/edit"), this.owners.owner(), problem);
		assertThat(page).contains(UNKNOWN).doesNotContain("try the same again", "Try again");
	}

	@ParameterizedTest
	@EnumSource(names = { "OVERLOADED", "CONFLICT", "NOT_FOUND" })
	void whatWasNotDoneIsNotCalledUnknown(Problem problem) {
		assertThat(page(MockServerHttpRequest.post("/console/calendars/x/edit"), this.owners.owner(), problem))
			.doesNotContain(UNKNOWN);
	}

	@Test
	void whoeverCouldNotSignInDidNothing() {
		assertThat(page(MockServerHttpRequest.post("/console/sign-in"), null, Problem.STORE_UNAVAILABLE))
			.contains("try the same again")
			.doesNotContain(UNKNOWN);
	}

	@ParameterizedTest
	@EnumSource(names = { "STORE_UNAVAILABLE", "OVERLOADED" })
	void aPageIsTriedAgainAsItWas(Problem problem) {
		String page = page(
				MockServerHttpRequest.method(HttpMethod.GET,
						URI.create("/console/calendars/x/links?search=a%26b&status=active")),
				this.owners.owner(), problem);
		assertThat(page).contains("href=\"/console/calendars/x/links?search=a%26b&amp;status=active\">Try again")
			.doesNotContain(UNKNOWN);
	}

	private String page(MockServerHttpRequest.BaseBuilder<?> request, @Nullable Owner owner, Problem problem) {
		MockServerWebExchange exchange = Routed.exchange(Audience.OWNERS, Kind.CHANGE, request);
		Visit.begin(exchange, owner, "");
		return new String(Objects
			.requireNonNull(this.errors.page(exchange, ProblemException.retry(problem, Duration.ofSeconds(2)))
				.block(Duration.ofSeconds(10))), StandardCharsets.UTF_8);
	}

}
