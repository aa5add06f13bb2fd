package io.oncegate.campaign;

import java.util.UUID;

import io.oncegate.link.LinkToken;

/** A row and its new link, with the token that is shown only once. */
public record IssuedRow(Row row, UUID linkId, LinkToken token) {

}
