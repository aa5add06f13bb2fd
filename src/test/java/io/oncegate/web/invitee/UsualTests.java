package io.oncegate.web.invitee;

import io.oncegate.web.invitee.RedemptionBody.InviteeBody;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which people are taken at a glance. */
class UsualTests {

	private static final String TIME = "2026-11-23T09:00:00Z";

	private final Validator validator = Validation.buildDefaultValidatorFactory().getValidator();

	@ParameterizedTest
	@CsvSource({ "Ada Lovelace, ada.lovelace@example.com", "José O'Neill-Müller, j_o+calendar@mail.example.co.uk",
			"山田 太郎, yamada@example.jp", "A, a@b" })
	void mostPeopleAre(String name, String email) {
		RedemptionBody body = new RedemptionBody(TIME, new InviteeBody(name, email, "Europe/London", null));
		assertThat(body.isUsual()).isTrue();
		assertThat(this.validator.validate(body)).isEmpty();
	}

	@Test
	void whatIsMissingIsNot() {
		InviteeBody ada = new InviteeBody("Ada", "ada@example.com", null, null);
		assertThat(new RedemptionBody(null, ada).isUsual()).isFalse();
		assertThat(new RedemptionBody(" ", ada).isUsual()).isFalse();
		assertThat(new RedemptionBody(TIME, null).isUsual()).isFalse();
		assertThat(new InviteeBody(null, "ada@example.com", null, null).isUsual()).isFalse();
		assertThat(new InviteeBody("Ada", null, null, null).isUsual()).isFalse();
		assertThat(new InviteeBody("Ada", "ada@example.com", null, "\u0000").isUsual()).isFalse();
	}

}
