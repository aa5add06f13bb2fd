package io.oncegate.gatling;

/** What somebody does next. */
enum Next {

	/** Sends the same again in a moment. */
	AGAIN,

	/** Chooses another time. */
	CHOOSE,

	/** Is told for good. */
	DONE,

	/** Is taken for a guessing program: the gateway's limit is on. */
	LIMITED

}
