package io.oncegate.web.http;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** An address that nobody can have is refused, not stored. */
class EmailAddressTests {

	private final Validator validator = Validation.buildDefaultValidatorFactory().getValidator();

	@ParameterizedTest
	@ValueSource(strings = { "a@x.de", "A.B+c@Mail.Example.org", "o'brien@x.de", "a/b=c@x.de", "a@localhost",
			"a@xn--mller-kva.de", "a@b--c.de", "a@müller.de", "ü@müller.de", "山田@例え.jp", "a@例え。jp", "a@l·l.cat",
			"a@ビル・ゲイツ.jp", "a@مثال.إختبار", "a@नमस्ते.भारत", "a@i❤.ws", "\"a|b@c\"@x.de", "a@[127.0.0.1]",
			"a@[IPv6:2001:db8::1]" })
	void anAddressThatSomebodyCanHaveIsTaken(String address) {
		assertThat(isTaken(address)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'a@x.de'", "a@x.de'", "“a@x.de”", "a@x.de”", "a@x.de“", "a@x.de»", "a@x.de’", "a@x.de`",
			"a@x.de´", "a@x.de|b", "a@x.de|Ann", "a@b.c/d", "a@x.de?y", "a@x.de?subject=b", "a@{x}.de", "a@x.de*",
			"a@x.de!", "a@x.de#b", "a@x&y.de", "a@x=y.de", "a@x~y.de", "a@$x.de", "a@x%y.de", "a@x+y.de", "a@x^y.de",
			"a@x_y.de", "a@x.de…", "a@x.de、b", "a@x.de–b", "a@x.de（b）", "a@x.de｜b", "a@x.de＞", "a@x.de€",
			"a@m\uFFFDller.de", "a@x.de\u2190\"" })
	void oneThatNobodyCanHaveIsNot(String address) {
		assertThat(isTaken(address)).isFalse();
	}

	private boolean isTaken(String address) {
		return this.validator.validate(new Person(address)).isEmpty();
	}

	record Person(@EmailAddress String email) {

	}

}
