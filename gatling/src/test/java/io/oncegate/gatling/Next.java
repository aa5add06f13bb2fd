package io.oncegate.gatling;

/** What somebody does next. */
enum Next {

	/** Repeats the request in a moment. */
	AGAIN,

	/** Chooses another time. */
	CHOOSE,

	/** Knows the outcome. */
	DONE,

	/** Is mistaken for a guessing program: the gateway's rate limit is on. */
	LIMITED

}
