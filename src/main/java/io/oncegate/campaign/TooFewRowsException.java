package io.oncegate.campaign;

/** A campaign was resumed with fewer rows than already have links. */
public class TooFewRowsException extends RuntimeException {

	TooFewRowsException(int rows, int issued) {
		super("has only " + rows + ((rows == 1) ? " row" : " rows") + ", but the campaign has links for " + issued
				+ "; send all of its rows", null, false, false);
	}

}
