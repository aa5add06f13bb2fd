package io.oncegate.web.http;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Divides lists into pages of {@code limit} items that begin after a {@link Cursors
 * cursor}.
 */
public final class Paging {

	private static final int USUAL = 50;

	private static final int MOST = 500;

	private Paging() {
	}

	public static int limit(ServerRequest request) {
		String text = request.queryParam("limit").orElse(String.valueOf(USUAL));
		int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
		if (limit < 1 || limit > MOST) {
			throw ProblemException.invalid("limit", "must be a number from 1 to " + MOST);
		}
		return limit;
	}

	/** Makes a page of items, of which one more was read than is shown. */
	public static <T, V> Page<V> page(List<T> items, int limit, Function<T, V> view, Function<T, String> cursor) {
		List<T> shown = items.subList(0, Math.min(limit, items.size()));
		return new Page<>(shown.stream().map(view).toList(),
				(items.size() > limit) ? cursor.apply(shown.get(limit - 1)) : null);
	}

	/** Makes a page of items that ends at a position, unless it is the last one. */
	public static <T, V, P> Page<V> page(List<T> items, Function<T, V> view, @Nullable P next,
			Function<P, String> cursor) {
		return new Page<>(items.stream().map(view).toList(), (next != null) ? cursor.apply(next) : null);
	}

	/** Some items, and the cursor of the next ones if there are more. */
	public record Page<V>(List<V> items, @Nullable String nextCursor) {

		/** The same page with other views of its items. */
		public <W> Page<W> map(Function<V, W> view) {
			return new Page<>(this.items.stream().map(view).toList(), this.nextCursor);
		}

	}

}
