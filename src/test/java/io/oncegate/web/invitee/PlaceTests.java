package io.oncegate.web.invitee;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.oncegate.web.invitee.Place.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Where a booking takes place, before and after it is booked. */
class PlaceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://zoom.example/j/1        | ''          | https://zoom.example/j/1
			HTTPS://Zoom.example/j/1?pwd=a.b. | ''        | HTTPS://Zoom.example/j/1?pwd=a.b
			meet.google.com/abc-defg-hij    | ''          | https://meet.google.com/abc-defg-hij
			Zoom: https://zoom.example/j/1  | Zoom        | https://zoom.example/j/1
			Room 4 (map: http://a.example/x) | Room 4 (map) | http://a.example/x
			غرفة ٧، https://a.example/x      | غرفة ٧      | https://a.example/x
			Room 4 (https://a.example/x)    | Room 4      | https://a.example/x
			Room 4, 2nd floor/left          | Room 4, 2nd floor/left | ''
			Write to ada@example.com/x      | Write to ada@example.com/x | ''
			javascript:alert(1)//x          | javascript:alert(1)//x | ''
			""")
	void addressesAreLinksAndNoWords(String location, String words, String link) {
		Place place = Objects.requireNonNull(Place.of(location));
		assertThat(place.parts().stream().map(Part::text).collect(Collectors.joining())).isEqualTo(location);
		assertThat(place.words()).isEqualTo(words);
		assertThat(place.hasAddress()).isEqualTo(!link.isEmpty());
		assertThat(place.parts()).extracting(Part::link)
			.filteredOn(Objects::nonNull)
			.containsExactlyElementsOf(link.isEmpty() ? List.of() : List.of(link));
	}

	@Test
	void whatWasNotSaidIsNoPlace() {
		assertThat(Place.of(null)).isNull();
	}

}
