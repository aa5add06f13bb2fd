package io.oncegate.web.owner;

import io.oncegate.web.http.ProblemException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies a JSON Merge Patch (RFC 7396). */
final class MergePatch {

	private MergePatch() {
	}

	/**
	 * What is described as the patch would make it, or a problem if it is none.
	 * @param read the same as it is read: what is there besides cannot be changed, and
	 * may be sent back as it is
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
	 * What is removed stays as null, which means the same to whoever reads it, so that a
	 * name that is not known is found all the same.
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
