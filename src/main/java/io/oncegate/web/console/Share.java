package io.oncegate.web.console;

/** How many of a whole there are. */
public record Share(long number, long of) {

	/** In words, like "42 %"; only none are 0 %, and only all are 100 %. */
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

	/** The width of a bar that can be told from an empty and from a full one. */
	public String width() {
		double percent = percent();
		double visible = (this.number <= 0) ? 0 : (this.number >= this.of) ? 100 : Math.min(99, Math.max(1, percent));
		return Math.round(visible * 10) / 10.0 + "%";
	}

	private double percent() {
		return (this.of == 0) ? 0 : 100.0 * this.number / this.of;
	}

}
