package io.oncegate.start;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Reports in one line why the gateway did not start. */
class StartFailureReport implements FailureAnalysisReporter {

	private static final Logger logger = LoggerFactory.getLogger(StartFailureReport.class);

	@Override
	public void report(FailureAnalysis analysis) {
		String action = (analysis.getAction() != null) ? " " + analysis.getAction() : "";
		logger.error("Oncegate did not start. {}",
				(analysis.getDescription() + action).replaceAll("\\s+", " ").strip());
	}

}
