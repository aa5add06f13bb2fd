package io.oncegate.web.owner.campaign;

import java.util.Locale;

/** What a column of a campaign's CSV says of whom a link is for. */
enum CsvField {

	NAME, EMAIL, REFERENCE, FIRST_NAME, LAST_NAME;

	/** What it is called in {@code columns.properties}. */
	String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
