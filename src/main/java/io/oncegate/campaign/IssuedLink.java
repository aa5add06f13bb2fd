package io.oncegate.campaign;

import io.oncegate.link.LinkToken;
import io.oncegate.link.OneTimeLink;

/** A new link, with the token that is shown only once. */
public record IssuedLink(OneTimeLink link, LinkToken token) {

}
