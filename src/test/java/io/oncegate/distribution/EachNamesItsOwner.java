package io.oncegate.distribution;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks each statement that the gateway sends during the tests of a class. Statements of
 * the tests themselves are marked by {@code /* the test asks *}{@code /}.
 */
public final class EachNamesItsOwner implements BeforeEachCallback, AfterAllCallback {

	private static final Logger SENT = (Logger) LoggerFactory.getLogger("io.r2dbc.postgresql.QUERY");

	private static final String SENDS = "Executing query: ";

	private final Set<String> statements = ConcurrentHashMap.newKeySet();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			String message = event.getFormattedMessage();
			int sends = message.indexOf(SENDS);
			if (sends >= 0 && !message.contains("/* the test asks */")) {
				EachNamesItsOwner.this.statements.add(message.substring(sends + SENDS.length()));
			}
		}

	};

	/** A gateway that starts with the first test sets up its log before. */
	@Override
	public void beforeEach(ExtensionContext context) {
		this.appender.start();
		SENT.setLevel(Level.DEBUG);
		SENT.setAdditive(false);
		SENT.addAppender(this.appender);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		SENT.detachAppender(this.appender);
		SENT.setLevel(null);
		SENT.setAdditive(true);
		assertThat(this.statements).as("statements").hasSizeGreaterThan(5);
		assertThat(Statements.thatAskAll(this.statements)).as("statements that could not be answered by one server")
			.isEmpty();
	}

}
