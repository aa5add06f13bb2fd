package io.oncegate.web.owner;

import io.oncegate.web.http.ProblemException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies a JSON Merge Patch (RFC 7396). */
final class MergePatch {

	private MergePatch() {
	}

	/**
	 * Returns the description with the patch applied, or fails with a problem if it is no
	 * object.
	 * @param read the same object as it is read: its other fields may be sent back
	 * unchanged, but not changed
	 */
	static ObjectNode merge(ObjectNode described, JsonNode patch, JsonNode read) {
		if (!(patch instanceof ObjectNode changes)) {
			throw ProblemException.malformed("The body must be a JSON object.");
		}
		ObjectNode rest = changes.deepCopy();
		read.forEachEntry((name, value) -> {
			JsonNode sent = described.has(name) ? null : rest.remove(name);
			if (sent != null && !sent.equals(value)) {
				throw ProblemException.invalid(name, "cannot be changed");
			}
		});
		return merge(described, rest);
	}

	/**
	 * A removed field stays as null, which readers treat the same, so that unknown names
	 * are found even if their value is null.
	 */
	private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
		patch.forEachEntry((name, value) -> {
			if (value instanceof ObjectNode object && target.get(name) instanceof ObjectNode existing) {
				merge(existing, object);
			}
			else {
				target.set(name, value);
			}
		});
		return target;
	}

}
