package io.oncegate.booking;

import java.util.Objects;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.oncegate.support.GatewayTest;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Wrapped;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The driver refuses a statement on a connection that has ended, and loses none of its
 * buffers: when PostgreSQL goes, there are many.
 */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class RefusedStatementTests {

	private final Level usual = ResourceLeakDetector.getLevel();

	@Autowired
	private ConnectionFactory connections;

	@BeforeEach
	void lookAtEachBuffer() {
		ResourceLeakDetector.setLevel(Level.PARANOID);
	}

	@AfterEach
	void stop() {
		ResourceLeakDetector.setLevel(this.usual);
	}

	@Test
	void itsParametersAreGivenBack(CapturedOutput output) {
		Connection pooled = Objects.requireNonNull(Mono.from(this.connections.create()).block());
		Connection connection = (Connection) Objects.requireNonNull(((Wrapped<?>) pooled).unwrap());
		Mono.from(connection.close()).block();
		StepVerifier
			.create(Flux.from(connection.createStatement("select $1").bind(0, "a parameter").execute())
				.flatMap(Result::getRowsUpdated))
			.verifyError(R2dbcException.class);
		Mono.from(pooled.close()).block();
		for (int n = 0; n < 10; n++) {
			System.gc();
			// Netty tells of what was lost when it is next asked for a buffer.
			ByteBufAllocator.DEFAULT.buffer().release();
		}
		assertThat(output.getAll()).doesNotContain("LEAK");
	}

}
