package io.oncegate.web.invitee;

import io.oncegate.web.invitee.RedemptionBody.InviteeBody;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

import static org.assertj.core.api.Assertions.assertThat;

/** What is taken at a glance, its constraints take as well. */
class UsualProperties {

	private static final String TIME = "2026-11-23T09:00:00Z";

	private final Validator validator = Validation.buildDefaultValidatorFactory().getValidator();

	@Property
	void itIsValid(@ForAll("bodies") RedemptionBody body) {
		Statistics.collect(body.isUsual());
		if (body.isUsual()) {
			assertThat(this.validator.validate(body)).isEmpty();
		}
	}

	@Provide
	Arbitrary<RedemptionBody> bodies() {
		Arbitrary<String> names = Arbitraries.oneOf(Arbitraries.strings().alpha().withChars(" .'-").ofMaxLength(300),
				Arbitraries.strings().ofMaxLength(70));
		Arbitrary<String> parts = Arbitraries.oneOf(Arbitraries.strings().alpha().numeric().ofMinLength(1),
				Arbitraries.strings().alpha().withChars(".+_-@").ofMaxLength(70), Arbitraries.strings().ofMaxLength(3));
		Arbitrary<String> emails = Combinators.combine(parts, parts).as((local, domain) -> local + "@" + domain);
		// An empty one counts as none.
		Arbitrary<String> notes = Arbitraries.of("", "", "", "see you", "\u0000");
		return Combinators.combine(names, emails, notes)
			.as((name, email, note) -> new RedemptionBody(TIME, new InviteeBody(name, email, null, note)));
	}

}
