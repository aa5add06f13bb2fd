package io.oncegate.web.owner.campaign;

import java.util.List;

import io.oncegate.campaign.IssuedRow;

import org.springframework.http.MediaType;

/** A format in which the rows of a campaign are sent back. */
interface IssuedFormat {

	MediaType type();

	/** What precedes the rows. */
	byte[] head(CampaignRows rows);

	/** Some rows, each with the address of its link. */
	byte[] rows(CampaignRows rows, List<IssuedRow> issued);

}
