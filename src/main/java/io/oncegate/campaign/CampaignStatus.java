package io.oncegate.campaign;

/** How far a campaign is. */
public enum CampaignStatus {

	/** Its links are being issued, or were until the gateway died. */
	ISSUING,

	/** Every row that was sent has its link. */
	COMPLETE,

	/** Issuing ended before its end; it can be resumed. */
	BROKEN

}
