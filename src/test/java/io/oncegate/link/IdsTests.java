package io.oncegate.link;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ids that stand in the order of time. */
class IdsTests {

	@Test
	void anIdSaysWhenItWasMade() {
		long before = System.currentTimeMillis();
		UUID id = Ids.next();
		assertThat(id.version()).isEqualTo(7);
		assertThat(id.variant()).isEqualTo(2);
		assertThat(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)).isBetween(Instant.ofEpochMilli(before),
				Instant.now());
	}

	@Test
	void idsOfOneMomentDiffer() {
		List<UUID> ids = Stream.generate(Ids::next).limit(100_000).toList();
		assertThat(ids).doesNotHaveDuplicates();
	}

}
