package io.oncegate.web.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.oncegate.web.http.Forms;
import io.oncegate.web.page.Language.Choice;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * The languages of the pages: one for each file {@code languages/TAG.properties} on the
 * class path, in each region of the world.
 * <p>
 * A page is in the language named by its address or form ({@code lang}), else the one
 * chosen before (a cookie), else the first available one of {@code Accept-Language}, else
 * English. Nothing that a client sends causes an error.
 */
@Component
public class Languages {

	private static final String FILES = "classpath*:languages/*.properties";

	private static final String FALLBACK = "en";

	/** More than browsers send; the rest is ignored. */
	private static final int LONGEST = 200;

	private static final int MOST_WISHES = 1_000;

	private final Map<String, Language> byTag = new HashMap<>();

	private final LoadingCache<Wish, Language> known = Caffeine.newBuilder().maximumSize(MOST_WISHES).build(this::find);

	public Languages() {
		List<LanguageFile> files = files();
		LanguageFile fallback = files.stream().filter((file) -> file.tag().equals(FALLBACK)).findFirst().orElseThrow();
		List<Choice> choices = files.stream()
			.map((file) -> new Choice(file.tag(), file.name(), file.or(fallback).direction()))
			.toList();
		for (LanguageFile file : files) {
			LanguageFile whole = file.or(fallback);
			regions(file.tag()).forEach((region) -> add(region.toLanguageTag(), new Language(whole, region, choices)));
			Language usual = new Language(whole, whole.formats(), choices);
			add(file.tag(), usual);
			warmUp(usual);
			warmUp(usual.whenChosen());
		}
	}

	private void add(String tag, Language language) {
		this.byTag.put(tag.toLowerCase(Locale.ROOT), language);
	}

	private static List<LanguageFile> files() {
		try {
			return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(FILES))
				.map(LanguageFile::read)
				.sorted(Comparator.comparing(LanguageFile::name))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The language in every country; formats are loaded on first use. */
	private static Stream<Locale> regions(String tag) {
		Locale language = Locale.forLanguageTag(tag);
		return Arrays.stream(Locale.getISOCountries())
			.map((country) -> new Locale.Builder().setLocale(language).setRegion(country).build());
	}

	/**
	 * Uses a language once: the first use loads names from files, which would block an
	 * event loop.
	 */
	private static void warmUp(Language language) {
		var moment = Instant.EPOCH.atZone(ZoneId.of("Europe/Berlin"));
		language.date(moment);
		language.timeAndOffset(moment);
		TimeText.time(language, moment);
		language.zone(moment.getZone());
	}

	/** The language of the answer to a request. */
	public Language of(ServerRequest request) {
		return of(request.exchange());
	}

	/** The language of the answer to a request. */
	public Language of(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		String inForm = Forms.language(exchange);
		String asked = (inForm != null) ? inForm : request.getQueryParams().getFirst("lang");
		HttpCookie cookie = request.getCookies().getFirst(Language.COOKIE);
		return of(asked, (cookie != null) ? cookie.getValue() : null,
				request.getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE));
	}

	public Language of(@Nullable String asked, @Nullable String remembered, @Nullable String accepted) {
		return this.known.get(new Wish(cut(asked), cut(remembered), cut(accepted)));
	}

	private static String cut(@Nullable String text) {
		if (text == null || text.length() <= LONGEST) {
			return (text != null) ? text : "";
		}
		return text.substring(0, Math.max(0, text.lastIndexOf(',', LONGEST)));
	}

	private Language find(Wish wish) {
		List<LanguageRange> accepted = ranges(wish.accepted());
		Language asked = lookUp(ranges(wish.asked()));
		if (asked != null) {
			return inRegion(asked, accepted).whenChosen();
		}
		Language remembered = lookUp(ranges(wish.remembered()));
		if (remembered != null) {
			return inRegion(remembered, accepted);
		}
		Language found = lookUp(accepted);
		return (found != null) ? found : fallback();
	}

	private Language fallback() {
		return Objects.requireNonNull(this.byTag.get(FALLBACK));
	}

	/** A chosen language has the date formats of the region that the browser names. */
	private Language inRegion(Language language, List<LanguageRange> accepted) {
		String prefix = language.tag().toLowerCase(Locale.ROOT) + "-";
		Language inRegion = lookUp(accepted.stream().filter((range) -> range.getRange().startsWith(prefix)).toList());
		return (inRegion != null && inRegion.tag().equals(language.tag())) ? inRegion : language;
	}

	/**
	 * Returns the first available language, if need be without its last subtags (RFC
	 * 4647, 3.4).
	 */
	private @Nullable Language lookUp(List<LanguageRange> ranges) {
		for (LanguageRange range : ranges) {
			for (String tag = range.getRange(); !tag.isEmpty(); tag = shortened(tag)) {
				Language found = this.byTag.get(tag);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	/** A tag never ends with a single-letter subtag. */
	private static String shortened(String tag) {
		String rest = tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
		return (rest.length() > 1 && rest.charAt(rest.length() - 2) == '-') ? rest.substring(0, rest.length() - 2)
				: rest;
	}

	private static List<LanguageRange> ranges(String text) {
		try {
			return text.isBlank() ? List.of()
					: LanguageRange.parse(text).stream().filter((range) -> range.getWeight() > 0).toList();
		}
		// The JDK does not validate all input before it uses it.
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			return List.of();
		}
	}

	/** What a request says about languages. */
	private record Wish(String asked, String remembered, String accepted) {

	}

}
