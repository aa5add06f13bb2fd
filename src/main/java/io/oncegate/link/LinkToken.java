package io.oncegate.link;

/**
 * The secret of a one-time link: anyone who has it may book once.
 *
 * @param value as in the link's URL
 * @param hash all that is stored of it
 */
public record LinkToken(String value, TokenHash hash) {

	/** Never shows the secret. */
	@Override
	public String toString() {
		return "LinkToken[" + this.hash.value().substring(0, 6) + "…]";
	}

}
