package io.oncegate.web;

import java.util.List;

import io.oncegate.campaign.IssuedRow;

import org.springframework.http.MediaType;

/** How the rows of a campaign are sent back. */
interface IssuedFormat {

	MediaType type();

	/** What stands above the rows. */
	byte[] head(List<String> columns);

	/** The rows, with the address of each one's link. */
	byte[] rows(List<String> columns, List<IssuedRow> rows);

}
