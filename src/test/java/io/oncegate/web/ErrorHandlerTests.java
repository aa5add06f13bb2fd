package io.oncegate.web;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/** How problems are answered. */
class ErrorHandlerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ErrorHandler handler = new ErrorHandler(new Faults(), new PublicUrl("http://localhost"),
			new Templates(), new Languages(), new JsonMapper(), List.of());

	@Test
	void onlyWhatPagesAskForIsSentBackAndOnce() {
		String page = page("name=Ada&name=Ada&email=ada%40example.com&notes=n&start=s&zone=z&key=k&lang=en&address=a"
				+ "&x=1&_csrf=c&contact.email=e");
		assertThat(page.split("<input type=\"hidden\"")).hasSize(9);
		assertThat(page).contains("name=\"name\" value=\"Ada\"", "name=\"email\" value=\"ada@example.com\"",
				"name=\"notes\" value=\"n\"", "name=\"start\" value=\"s\"", "name=\"zone\" value=\"z\"",
				"name=\"key\" value=\"k\"", "name=\"lang\" value=\"en\"", "name=\"address\" value=\"a\"");
	}

	@Test
	void pageIsNoLargerForAFormOfNothing() {
		int usual = page("name=Ada").length();
		assertThat(page("name=Ada&" + "a=&b%22=%22&".repeat(5000))).hasSize(usual);
		assertThat(page("name=Ada&notes=" + "%22".repeat(20_000))).hasSize(usual);
		assertThat(page("name=Ada&notes=" + "n".repeat(1999) + "%0D%0A")).contains("n".repeat(1999) + "\n</textarea>");
	}

	@Test
	void whoIsTooSlowIsHungUpOn() {
		assertThat(answer(ProblemException.late(), "").getHeaders().getFirst(HttpHeaders.CONNECTION))
			.isEqualTo("close");
		assertThat(answer(ProblemException.of(Problem.NOT_FOUND), "").getHeaders().getFirst(HttpHeaders.CONNECTION))
			.isNull();
	}

	private String page(String form) {
		ProblemException problem = ProblemException.retry(Problem.RATE_LIMITED, Duration.ofSeconds(1));
		return Objects.requireNonNull(answer(problem, form).getBodyAsString().block(PATIENCE));
	}

	private MockServerHttpResponse answer(ProblemException problem, String form) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.post("/").contentType(MediaType.APPLICATION_FORM_URLENCODED).body(form));
		Routed.attach(exchange, Audience.PEOPLE, Kind.ATTEMPT);
		StepVerifier.create(this.handler.handle(exchange, problem)).expectComplete().verify(PATIENCE);
		return exchange.getResponse();
	}

}
