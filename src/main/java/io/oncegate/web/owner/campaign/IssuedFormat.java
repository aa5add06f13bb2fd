package io.oncegate.web.owner.campaign;

import java.util.List;

import io.oncegate.campaign.IssuedRow;

import org.springframework.http.MediaType;

/** How the rows of a campaign are sent back. */
interface IssuedFormat {

	MediaType type();

	/** What stands before the rows. */
	byte[] head(CampaignRows rows);

	/** Some of the rows, with the address of each one's link. */
	byte[] rows(CampaignRows rows, List<IssuedRow> issued);

}
