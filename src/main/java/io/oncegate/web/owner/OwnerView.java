package io.oncegate.web.owner;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.oncegate.calendar.Owner;

/** An owner as they are read; the id cannot be set. */
record OwnerView(UUID id, @JsonUnwrapped OwnerBody owner) {

	static OwnerView of(Owner owner) {
		return new OwnerView(owner.id(), OwnerBody.of(owner));
	}

}
