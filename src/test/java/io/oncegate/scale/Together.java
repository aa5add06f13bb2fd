package io.oncegate.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/**
 * What does not depend on one another is started at the same time. If one fails, what the
 * others have made is closed.
 */
final class Together {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> begun = new ArrayList<>();

	private Together() {
	}

	/** Makes something of each thing. */
	static <T, R> List<R> make(List<T> things, Making<T, R> making) throws Exception {
		Together together = new Together();
		return together.end(() -> {
			List<R> made = new ArrayList<>();
			for (Future<R> future : things.stream().map((thing) -> together.begin(() -> making.of(thing))).toList()) {
				made.add(future.get());
			}
			return made;
		});
	}

	/** Does something with each thing. */
	static <T> void run(List<T> things, Doing<T> doing) throws Exception {
		make(things, (thing) -> {
			doing.with(thing);
			return true;
		});
	}

	/** Makes two things, and one of both. */
	static <A, B, R> R make(Callable<A> one, Callable<B> other, BiFunction<A, B, R> both) throws Exception {
		Together together = new Together();
		Future<A> first = together.begin(one);
		Future<B> second = together.begin(other);
		return together.end(() -> both.apply(first.get(), second.get()));
	}

	private <R> Future<R> begin(Callable<R> task) {
		Future<R> future = this.threads.submit(task);
		this.begun.add(future);
		return future;
	}

	private <R> R end(Callable<R> result) throws Exception {
		try {
			return result.call();
		}
		catch (Throwable ex) {
			closeWhatWasMade();
			throw ex;
		}
		finally {
			this.threads.shutdown();
		}
	}

	private void closeWhatWasMade() throws Exception {
		for (Future<?> future : this.begun) {
			try {
				if (future.get() instanceof AutoCloseable made) {
					made.close();
				}
			}
			catch (ExecutionException ex) {
				// Nothing was made.
			}
		}
	}

	/** Makes something of a thing. */
	interface Making<T, R> {

		R of(T thing) throws Exception;

	}

	/** Does something with a thing. */
	interface Doing<T> {

		void with(T thing) throws Exception;

	}

}
