package io.oncegate.telemetry;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.Slow;
import io.oncegate.web.http.PublicUrl;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** One trace from a request to the end of its redemption. */
@GatewayTest
@DirtiesContext
@Import(TracingTests.Spans.class)
@TestPropertySource(properties = { "management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:1/v1/traces",
		"management.tracing.export.otlp.enabled=false", "management.tracing.sampling.probability=1",
		"management.opentelemetry.tracing.export.schedule-delay=20ms" })
@Slow
class TracingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	private Owners owners;

	@Autowired
	private Spans spans;

	@Autowired
	private PrometheusMeterRegistry meters;

	/** Of this test: spans of the one before may still be exported. */
	private String trace;

	private Client client;

	private Calendar calendar;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.trace = UUID.randomUUID().toString().replace("-", "");
		this.client = Client.of(port, publicUrl).with("traceparent", "00-" + this.trace + "-00f067aa0ba902b7-01");
		this.calendar = this.owners.calendar(30, 1000);
	}

	@Test
	void aBookingIsOneTraceFromTheRequestToTheConfirmation() {
		book(1).is(201);
		List<SpanData> spans = spans();
		SpanData request = one(spans, "http post /api/v1/links/{token}/redemptions");
		SpanData redemption = one(spans, "oncegate.redemption");
		SpanData commit = one(spans, "oncegate.commit");
		assertThat(redemption.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(one(spans, "oncegate.claim").getParentSpanId()).isEqualTo(redemption.getSpanId());
		assertThat(commit.getParentSpanId()).isEqualTo(redemption.getSpanId());
		assertThat(one(spans, "oncegate.commit.batch").getParentSpanId()).isEqualTo(commit.getSpanId());
		assertThat(one(spans, "oncegate.confirm").getParentSpanId()).isEqualTo(redemption.getSpanId());
		assertThat(redemption.getAttributes().get(AttributeKey.stringKey("outcome"))).isEqualTo("redeemed");
	}

	@Test
	void aBatchBelongsToTheTraceOfEachOfItsBookings() {
		int people = 300;
		assertThat(Flux.range(0, people)
			.flatMap((n) -> Mono.fromSupplier(() -> book(1).is(201)).subscribeOn(Schedulers.boundedElastic()), people)
			.collectList()
			.block(PATIENCE)).hasSize(people);
		List<SpanData> spans = spans(people);
		Set<String> reached = spans.stream()
			.filter((span) -> span.getName().equals("oncegate.commit.batch"))
			.flatMap((batch) -> Flux.fromIterable(batch.getLinks())
				.map((link) -> link.getSpanContext().getSpanId())
				.startWith(batch.getParentSpanId())
				.toStream())
			.collect(Collectors.toSet());
		Set<String> commits = spans.stream()
			.filter((span) -> span.getName().equals("oncegate.commit"))
			.map(SpanData::getSpanId)
			.collect(Collectors.toSet());
		assertThat(commits).hasSize(people).isEqualTo(reached);
		assertThat(spans).anyMatch((span) -> !span.getLinks().isEmpty());
	}

	@Test
	void aProblemNamesItsTrace() {
		this.trace = this.client.with("traceparent", "none").get("/api/v1/links/nothing").is(404).text("/traceId");
		assertThat(spans()).isNotEmpty();
	}

	@Test
	void aRefusalIsNoErrorOfTheTrace() {
		this.client.get("/api/v1/links/nothing").is(404);
		assertThat(one(spans(), "http get /api/v1/links/{token}").getEvents()).isEmpty();
	}

	@Test
	void aHistogramNamesATraceOfEachBucket() {
		book(1).is(201);
		assertThat(Scrape.of(this.meters, "application/openmetrics-text; version=1.0.0; charset=utf-8"))
			.anyMatch((line) -> line.matches("oncegate_redemption_seconds_bucket\\{outcome=\"redeemed\".*"
					+ "# \\{span_id=\"[0-9a-f]{16}\",trace_id=\"[0-9a-f]{32}\"}.*"));
	}

	private Answer book(int time) {
		String token = this.owners.link(this.calendar).token().value();
		return this.client.post("/api/v1/links/" + token + "/redemptions",
				Client.booking(Owners.time(this.calendar, time), "Ada"));
	}

	private List<SpanData> spans() {
		return spans(1);
	}

	/** The span of a request ends after its answer. */
	private List<SpanData> spans(int requests) {
		return Mono.fromSupplier(this::exported)
			.filter((spans) -> spans.stream().filter((span) -> span.getName().startsWith("http ")).count() >= requests)
			.repeatWhenEmpty((tries) -> tries.delayElements(Duration.ofMillis(20)))
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private List<SpanData> exported() {
		return this.spans.all.stream().filter((span) -> span.getTraceId().equals(this.trace)).toList();
	}

	private static SpanData one(List<SpanData> spans, String name) {
		assertThat(spans).extracting(SpanData::getName).containsOnlyOnce(name);
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	/** Keeps what is exported. */
	static class Spans implements SpanExporter {

		private final Queue<SpanData> all = new ConcurrentLinkedQueue<>();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.all.addAll(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
