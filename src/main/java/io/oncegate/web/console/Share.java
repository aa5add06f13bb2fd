package io.oncegate.web.console;

/** A part of a whole. */
public record Share(long number, long of) {

	/**
	 * The percentage, like "42 %"; 0 % only if there are none, and 100 % only if it is
	 * all.
	 */
	public String text() {
		long rounded = Math.round(percent());
		if (rounded == 0 && this.number > 0) {
			return "under 1 %";
		}
		if (rounded == 100 && this.number < this.of) {
			return "over 99 %";
		}
		return rounded + " %";
	}

	/** The width of a bar, distinguishable from an empty and from a full one. */
	public String width() {
		double percent = percent();
		double visible = (this.number <= 0) ? 0 : (this.number >= this.of) ? 100 : Math.min(99, Math.max(1, percent));
		return Math.round(visible * 10) / 10.0 + "%";
	}

	private double percent() {
		return (this.of == 0) ? 0 : 100.0 * this.number / this.of;
	}

}
