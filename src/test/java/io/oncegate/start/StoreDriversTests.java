package io.oncegate.start;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatNoException;

class StoreDriversTests {

	/** Nobody would be told: the start goes on without. */
	@Test
	void areLoaded() {
		assertThatNoException().isThrownBy(() -> new StoreDrivers().preinitialize());
	}

}
