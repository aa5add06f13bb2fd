package io.oncegate.campaign;

import java.util.function.Function;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/**
 * One step of a pipeline: it processes one item while the previous step processes the
 * next. A fault waits for its turn, too, so that earlier items are passed on first.
 */
public final class InTurn {

	private InTurn() {
	}

	/** Processes the items in order, prefetching at most one. */
	public static <T, R> Flux<R> map(Flux<T> items, Function<T, Publisher<R>> work) {
		return items.materialize().concatMap((signal) -> act(signal, work), 1);
	}

	private static <T, R> Publisher<R> act(Signal<T> signal, Function<T, Publisher<R>> work) {
		T item = signal.get();
		if (item != null) {
			return work.apply(item);
		}
		Throwable fault = signal.getThrowable();
		return (fault != null) ? Mono.error(fault) : Mono.empty();
	}

}
