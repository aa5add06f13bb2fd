package io.oncegate.cost;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How many bytes the threads of a Java process have allocated. */
final class Allocations implements AutoCloseable {

	private final JMXConnector connector;

	private final ThreadMXBean threads;

	Allocations(long pid) throws IOException, AttachNotSupportedException {
		VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
		try {
			this.connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
		}
		finally {
			machine.detach();
		}
		this.threads = ManagementFactory.newPlatformMXBeanProxy(this.connector.getMBeanServerConnection(),
				ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
	}

	/** Counts what is allocated meanwhile, but not by being asked for this. */
	long during(Runnable work) {
		Map<Long, Long> before = byThread();
		work.run();
		return byThread().entrySet()
			.stream()
			.mapToLong((thread) -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
			.sum();
	}

	private Map<Long, Long> byThread() {
		Map<Long, Long> bytes = new HashMap<>();
		for (ThreadInfo thread : this.threads.getThreadInfo(this.threads.getAllThreadIds())) {
			if (thread != null && !thread.getThreadName().matches("(RMI|JMX) .*")) {
				bytes.put(thread.getThreadId(), this.threads.getThreadAllocatedBytes(thread.getThreadId()));
			}
		}
		return bytes;
	}

	@Override
	public void close() throws IOException {
		this.connector.close();
	}

}
