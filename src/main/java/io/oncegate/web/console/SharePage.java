package io.oncegate.web.console;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the share dialog.
 *
 * @param code the address or code to share; null for one-time links
 * @param image the address as a QR code
 * @param fresh the one-time link just created, if there is one
 */
public record SharePage(Calendar calendar, ShareTab tab, @Nullable String code, @Nullable QrImage image,
		@Nullable FreshLink fresh, OneTimeForm form, Mistakes mistakes) {

	static SharePage of(Calendar calendar, ShareTab tab, String code) {
		return new SharePage(calendar, tab, code, (tab != ShareTab.EMBED) ? QrImage.of(code) : null, null,
				OneTimeForm.EMPTY, Mistakes.NONE);
	}

	/** The tab with the form for a one-time link. */
	static SharePage of(Calendar calendar, OneTimeForm form, Mistakes mistakes) {
		return new SharePage(calendar, ShareTab.ONE_TIME, null, null, null, form, mistakes);
	}

	/** The tab with the link just created, and the form for another one. */
	static SharePage of(FreshLink fresh) {
		return new SharePage(fresh.calendar(), ShareTab.ONE_TIME, null, null, fresh,
				new OneTimeForm(Map.of(), fresh.link().id(), false), Mistakes.NONE);
	}

	/** The tabs. */
	public List<Way> ways() {
		return Arrays.stream(ShareTab.values())
			.map((other) -> new Way(other.label(), address(other), other == this.tab))
			.toList();
	}

	public String address(ShareTab tab) {
		return address(this.calendar, tab);
	}

	static String address(Calendar calendar, ShareTab tab) {
		return "/console/calendars/" + calendar.id() + "/share?tab=" + tab.parameter();
	}

	/**
	 * Tells whether the tab's link is on; an embedded calendar needs either of the two.
	 */
	public boolean on() {
		return this.tab.isOn(this.calendar.terms().openLinks());
	}

}
