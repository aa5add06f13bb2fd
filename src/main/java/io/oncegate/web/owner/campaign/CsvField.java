package io.oncegate.web.owner.campaign;

import java.util.Locale;

/** A part of the recipient that a column of a campaign's CSV can contain. */
enum CsvField {

	NAME, EMAIL, REFERENCE, FIRST_NAME, LAST_NAME;

	/** Its key in {@code columns.properties}. */
	String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
