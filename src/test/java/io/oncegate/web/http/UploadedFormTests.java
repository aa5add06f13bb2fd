package io.oncegate.web.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/** A file that is uploaded, whenever its request ends. */
class UploadedFormTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String BEGINNING = "--cut\r\nContent-Disposition: form-data; name=\"rows\"; filename=\"r.csv\"\r\n\r\n"
			+ "x".repeat(100_000);

	@TempDir
	private Path directory;

	private final AtomicBoolean hungUp = new AtomicBoolean();

	/** Of a client that does not send the end. */
	private final Flux<DataBuffer> body = Flux.just(buffer(BEGINNING), buffer("y".repeat(1000)))
		.concatWith(Flux.never())
		.doOnCancel(() -> this.hungUp.set(true));

	@Test
	void aFileThatCameInTimeIsDeletedAfterItsUse() {
		Flux<DataBuffer> all = Flux.just(buffer(BEGINNING), buffer("\r\n--cut--\r\n"));
		StepVerifier.create(serve(all,
				(exchange) -> exchange.getMultipartData().doOnNext((parts) -> assertThat(files()).hasSize(1)).then()))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(files()).isEmpty();
	}

	@Test
	void aFileOfARequestWhoseTimeIsOverIsDeletedAndTheRestNotReceived() {
		StepVerifier
			.create(serve(this.body,
					(exchange) -> exchange.getMultipartData()
						.then(Mono.never())
						.then()
						.timeout(received(), Mono.error(new TimeoutException()))))
			.expectError(TimeoutException.class)
			.verify(PATIENCE);
		assertThat(this.hungUp).isTrue();
		assertThat(files()).isEmpty();
	}

	@Test
	void aFileOfAClientThatLeftIsDeleted() {
		StepVerifier.create(serve(this.body, (exchange) -> exchange.getMultipartData().then()))
			.then(() -> received().block(PATIENCE))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.hungUp).isTrue();
		StepVerifier.create(until(() -> files().isEmpty())).expectComplete().verify(PATIENCE);
	}

	private Mono<Void> received() {
		return until(() -> !files().isEmpty());
	}

	private static Mono<Void> until(BooleanSupplier reached) {
		return Flux.interval(Duration.ofMillis(20)).takeUntil((tick) -> reached.getAsBoolean()).then();
	}

	private Mono<Void> serve(Flux<DataBuffer> sent, Function<ServerWebExchange, Mono<Void>> use) {
		DefaultPartHttpMessageReader parts = new DefaultPartHttpMessageReader();
		parts.setMaxInMemorySize(1000);
		// As the gateway sets it.
		parts.setBlockingOperationScheduler(Schedulers.immediate());
		setDirectory(parts);
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/")
			.contentType(MediaType.parseMediaType("multipart/form-data; boundary=cut"))
			.body(sent));
		return UploadedForm.serve(exchange, parts, use::apply);
	}

	private void setDirectory(DefaultPartHttpMessageReader parts) {
		try {
			parts.setFileStorageDirectory(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private List<Path> files() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
