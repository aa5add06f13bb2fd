package io.oncegate.web.http;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oncegate.telemetry.Meters;
import io.oncegate.web.page.ErrorMessages;
import io.oncegate.web.page.Languages;
import io.oncegate.web.page.Templates;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/** How problems are answered. */
class ErrorHandlerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ErrorHandler handler = handler();

	static ErrorHandler handler() {
		ProblemDocuments documents = new ProblemDocuments(new PublicUrl("http://localhost"), new JsonMapper(),
				new Renderings(new Meters(new SimpleMeterRegistry())));
		return new ErrorHandler(new Faults(), documents, List.of(new ErrorMessages(new Templates(), new Languages())));
	}

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

	/** As an answer that is changed on its way: a mock is connected to nothing. */
	static ServerWebExchange sentBySpring(ServerWebExchange exchange) {
		return exchange.mutate().response(new ServerHttpResponseDecorator(exchange.getResponse())).build();
	}

	private MockServerHttpResponse answer(ProblemException problem, String form) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.post("/").contentType(MediaType.APPLICATION_FORM_URLENCODED).body(form));
		Routed.attach(exchange, Audience.PEOPLE, Kind.ATTEMPT);
		StepVerifier.create(this.handler.handle(sentBySpring(exchange), problem)).expectComplete().verify(PATIENCE);
		return exchange.getResponse();
	}

}
