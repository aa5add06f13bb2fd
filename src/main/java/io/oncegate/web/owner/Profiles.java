package io.oncegate.web.owner;

import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Owners;
import io.oncegate.web.http.Body;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * How owners present themselves, described by JSON as in the API; mistakes are problems
 * that name their fields.
 */
@Component
public class Profiles {

	private final Owners owners;

	private final Body body;

	private final JsonMapper json;

	Profiles(Owners owners, Body body, JsonMapper json) {
		this.owners = owners;
		this.body = body;
		this.json = json;
	}

	/** Describes an owner. */
	public ObjectNode describe(Owner owner) {
		return this.json.valueToTree(OwnerBody.of(owner));
	}

	/** Changes what the patch names (JSON Merge Patch, RFC 7396). */
	public Mono<Owner> change(Owner known, JsonNode patch) {
		return this.owners.change(known.id(), (before) -> merged(before, patch));
	}

	/** Fails with what is wrong with a patch. */
	public void check(Owner known, JsonNode patch) {
		merged(known, patch);
	}

	private Owner merged(Owner before, JsonNode patch) {
		return this.body
			.convert(MergePatch.merge(describe(before), patch, this.json.valueToTree(OwnerView.of(before))),
					OwnerBody.class)
			.toOwner(before);
	}

}
