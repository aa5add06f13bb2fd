package io.oncegate.browser;

/** The four kinds of visitor: on a phone or at a desk, with or without JavaScript. */
enum Visitor {

	PHONE(390, 844, true),

	PHONE_WITHOUT_SCRIPTS(390, 844, false),

	DESK(1280, 900, true),

	DESK_WITHOUT_SCRIPTS(1280, 900, false);

	private final int width;

	private final int height;

	private final boolean scripts;

	Visitor(int width, int height, boolean scripts) {
		this.width = width;
		this.height = height;
		this.scripts = scripts;
	}

	int width() {
		return this.width;
	}

	int height() {
		return this.height;
	}

	/** Tells whether the browser runs JavaScript. */
	boolean scripts() {
		return this.scripts;
	}

}
