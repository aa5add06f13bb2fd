package io.oncegate.support;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import reactor.blockhound.BlockHound;

/**
 * Lets a call that blocks an event loop fail in all tests. Not yet where tests are only
 * looked for, as BlockHound's own listener does: that is Maven itself, which runs them in
 * two other JVMs.
 */
public class BlockHoundListener implements TestExecutionListener {

	@Override
	public void testPlanExecutionStarted(TestPlan tests) {
		BlockHound.install();
	}

}
