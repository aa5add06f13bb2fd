package io.oncegate.telemetry;

import io.micrometer.common.docs.KeyName;

/** The tags of the gateway's meters, each with few values. */
enum Tag implements KeyName {

	/** The outcome of a step. */
	OUTCOME("outcome"),

	/** Who did it, or which store knew it. */
	BY("by"),

	/** The correction made in Redis. */
	RESOLUTION("resolution"),

	/** Which law. */
	LAW("law"),

	/** Which of several kinds. */
	OF("of"),

	/** Which store. */
	STORE("store"),

	/** Which shard of a Redis Cluster: its first slot. */
	SHARD("shard"),

	/** Which Redis script. */
	SCRIPT("script"),

	/** Which cache. */
	CACHE("cache"),

	/** Whether a cache lookup hit. */
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
