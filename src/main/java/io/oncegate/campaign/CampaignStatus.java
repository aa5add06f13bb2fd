package io.oncegate.campaign;

/** The progress of a campaign. */
public enum CampaignStatus {

	/** Its links are being issued, or were until the gateway died. */
	ISSUING,

	/** Every submitted row has its link. */
	COMPLETE,

	/** Issuing was interrupted; it can be resumed. */
	BROKEN

}
