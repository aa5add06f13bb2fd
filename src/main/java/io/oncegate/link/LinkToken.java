package io.oncegate.link;

/**
 * The secret of a one-time link: whoever has it may book once.
 *
 * @param value as it stands in the link's address
 * @param hash what is stored of it
 */
public record LinkToken(String value, TokenHash hash) {

	/** Never shows the secret. */
	@Override
	public String toString() {
		return "LinkToken[" + this.hash.value().substring(0, 6) + "…]";
	}

}
