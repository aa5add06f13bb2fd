package io.oncegate.web.console;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How much of a whole a bar shows. */
class ShareTests {

	@ParameterizedTest
	@CsvSource({ "0,0,0 %,0.0%", "0,5000000,0 %,0.0%", "1,5000000,under 1 %,1.0%", "1,3,33 %,33.3%", "1,2,50 %,50.0%",
			"4999999,5000000,over 99 %,99.0%", "5000000,5000000,100 %,100.0%", "1,1,100 %,100.0%" })
	void onlyNoneIsEmptyAndOnlyAllIsFull(long number, long of, String text, String width) {
		Share share = new Share(number, of);
		assertThat(share.text()).isEqualTo(text);
		assertThat(share.width()).isEqualTo(width);
	}

}
