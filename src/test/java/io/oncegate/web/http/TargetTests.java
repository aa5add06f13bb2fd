package io.oncegate.web.http;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of the addresses that people and mail programs send. */
class TargetTests {

	@ParameterizedTest
	@CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
			/l/T?utm_campaign={{campaign.name}} -> /l/T?utm_campaign=%7B%7Bcampaign.name%7D%7D
			/l/T?off=50%off -> /l/T?off=50%25off
			/l/T?a=%zz&b=% -> /l/T?a=%25zz&b=%25
			/l/T?a=|^`"<>\\ -> /l/T?a=%7C%5E%60%22%3C%3E%5C
			/l/T?a=b?c[]=d -> /l/T?a=b?c[]=d
			/l/T?a=\u00C3\u00A9 -> /l/T?a=%C3%A9
			/l/T?a=#b -> /l/T?a=
			/l/T|#b -> /l/T%7C
			/l/[T]%u0041 -> /l/%5BT%5D%25u0041
			/l/%41%zz% -> /l/%41%25zz%25
			/\\evil.example -> /%5Cevil.example
			//evil.example/x -> //evil.example/x
			http://evil.example/l/T?a={ -> /l/T?a=%7B
			HTTPS://evil.example -> /
			https://evil.example?a -> /?a
			""")
	void whatDoesNotBelongThereIsEncoded(String target, String tidy) {
		assertThat(Target.tidy(target)).isEqualTo(tidy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "l/T", "*", "example.org:443", "ftp://example.org/", "javascript:alert(1)", "://" })
	void whatHasNoPathIsNoAddress(String target) {
		assertThat(Target.tidy(target)).isNull();
	}

	@Test
	void whateverIsLeftIsAnAddress() {
		for (char character = 0; character < 256; character++) {
			String target = "/a" + character + "b%" + character + "?c" + character + "d%" + character;
			String tidy = String.valueOf(Target.tidy(target));
			assertThat(URI.create("http://localhost" + tidy).getRawPath()).startsWith("/a");
			assertThat(Target.tidy(tidy)).isSameAs(tidy);
		}
	}

}
