package io.oncegate.campaign;

/** What becomes of the wish to archive a campaign. */
public enum ArchiveOutcome {

	/** It is archived, now or already. */
	ARCHIVED,

	/** One of its links works. */
	ACTIVE,

	/** It is neither revoked nor expired, and has too many links to look at each. */
	TOO_MANY,

	/** An upload is adding links to it. */
	UPLOADING

}
