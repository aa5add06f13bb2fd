package io.oncegate.telemetry;

import io.micrometer.common.docs.KeyName;

/** The tags of the gateway's meters, each of few values. */
enum Tag implements KeyName {

	/** What became of a step. */
	OUTCOME("outcome"),

	/** Who did it, or who knew it. */
	BY("by"),

	/** What Redis was told. */
	RESOLUTION("resolution"),

	/** Which law. */
	LAW("law"),

	/** Which of several kinds. */
	OF("of"),

	/** Which store. */
	STORE("store"),

	/** Which script of Redis. */
	SCRIPT("script"),

	/** Which cache. */
	CACHE("cache"),

	/** Whether a cache had what it was asked for. */
	RESULT("result");

	private final String label;

	Tag(String label) {
		this.label = label;
	}

	@Override
	public String asString() {
		return this.label;
	}

	static KeyName[] names(Tag... tags) {
		return tags;
	}

}
