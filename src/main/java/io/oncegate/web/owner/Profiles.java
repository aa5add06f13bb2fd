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
 * The names and contacts of owners, described as JSON like in the API. Mistakes are
 * reported as problems with the names of the fields.
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

	public ObjectNode describe(Owner owner) {
		return this.json.valueToTree(OwnerBody.of(owner));
	}

	/** Changes the fields in the patch (JSON Merge Patch, RFC 7396). */
	public Mono<Owner> change(Owner known, JsonNode patch) {
		return this.owners.change(known.id(), (before) -> merged(before, patch));
	}

	/** Fails with the mistakes in a patch. */
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
