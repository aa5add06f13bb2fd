package io.oncegate.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The secrets that stand in links. */
class TokensTests {

	private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	private static final byte[] OLD = key('o');

	private static final byte[] NEW = key('n');

	private static final UUID BOOKING = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

	/** Computed from the description of a token, by another program. */
	private static final String TOKEN_OF_BOOKING = "WgARIjNEVWZ3iJmqu8zd7v_OIu1bojGbeEca3Jb6Lw3c";

	private static final List<byte[]> KEYS_OF_ALL_IDS = IntStream.range(0, 400)
		.mapToObj((n) -> ByteBuffer.allocate(32).putInt(n).array())
		.toList();

	private final Tokens tokens = tokens(NEW);

	@Test
	void tokenIsReadBack() {
		LinkToken token = this.tokens.newLinkToken();
		assertThat(this.tokens.linkToken(token.value())).contains(token);
		assertThat(this.tokens.bookingId(this.tokens.manageToken(BOOKING))).contains(BOOKING);
	}

	@Test
	void tokensDiffer() {
		List<LinkToken> many = Stream.generate(this.tokens::newLinkToken).limit(100).toList();
		assertThat(many).extracting(LinkToken::value).doesNotHaveDuplicates();
		assertThat(many).extracting(LinkToken::hash).doesNotHaveDuplicates();
	}

	@Test
	void tokenIs44UrlSafeCharacters() {
		for (int n = 0; n < 100; n++) {
			assertThat(this.tokens.newLinkToken().value()).matches("[A-Za-z0-9_-]{44}");
		}
		assertThat(this.tokens.manageToken(BOOKING)).matches("[A-Za-z0-9_-]{44}");
	}

	@Test
	void tokenHasTheHashOfItsSecret() {
		LinkToken token = this.tokens.newLinkToken();
		byte[] secret = Arrays.copyOfRange(Base64.getUrlDecoder().decode(token.value()), 1, 17);
		assertThat(token.hash()).isEqualTo(TokenHash.of(secret));
	}

	@Test
	void tokenWithOneOtherCharacterIsRefused() {
		String token = this.tokens.newLinkToken().value();
		for (int at = 0; at < token.length(); at++) {
			for (char other : ALPHABET.toCharArray()) {
				if (other != token.charAt(at)) {
					expectRefused(with(token, at, String.valueOf(other)));
				}
			}
		}
	}

	@Test
	void tokenWithALetterInTheOtherCaseIsRefused() {
		String token = this.tokens.newLinkToken().value();
		for (int at = 0; at < token.length(); at++) {
			char letter = token.charAt(at);
			if (Character.isLetter(letter)) {
				expectRefused(with(token, at, String.valueOf((char) (letter ^ 0x20))));
			}
		}
		expectRefused(token.toLowerCase(Locale.ROOT));
		expectRefused(token.toUpperCase(Locale.ROOT));
	}

	@Test
	void tokenThatIsCutOrBegunIsRefused() {
		String token = this.tokens.newLinkToken().value();
		for (int length = 0; length < token.length(); length++) {
			expectRefused(token.substring(0, length));
			expectRefused(token.substring(token.length() - length));
		}
		for (String more : List.of("A", "AAAA", "=", "==", "/", ".", "?a=b", "#", "\0")) {
			expectRefused(more + token);
		}
	}

	@Test
	void whatFollowsAWholeTokenIsIgnored() {
		LinkToken token = this.tokens.newLinkToken();
		for (String more : List.of("A", "=", "/", ".", ")", ">", ",", "\"", "=\r\n", "?a=b", "#", "\0", "é", " ",
				token.value())) {
			assertThat(this.tokens.linkToken(token.value() + more)).contains(token);
			assertThat(this.tokens.bookingId(TOKEN_OF_BOOKING + more)).contains(BOOKING);
		}
	}

	@Test
	void noTokenBeginsOrEndsWithWhatMailProgramsLeaveOut() {
		for (byte[] key : KEYS_OF_ALL_IDS) {
			Tokens made = tokens(key);
			for (int n = 0; n < 100; n++) {
				UUID id = new UUID(n, -n);
				assertThat(List.of(made.newLinkToken().value(), made.manageToken(id), made.feedToken(id)))
					.allMatch((token) -> token.matches("[A-Za-z0-9][A-Za-z0-9_-]{42}[A-Za-z0-9]"));
			}
		}
	}

	@Test
	void tokenOfBeforeThatRuleIsGood() {
		int odd = 0;
		for (byte[] key : KEYS_OF_ALL_IDS) {
			for (int n = 0; n < 20; n++) {
				UUID id = new UUID(n, -n);
				String before = asBefore(key, id);
				odd += before.matches("[_-].*|.*[_-]") ? 1 : 0;
				assertThat(tokens(key).bookingId(before)).contains(id);
				assertThat(tokens(key).bookingId(tokens(key).manageToken(id))).contains(id);
				assertThat(tokens(key).feedId(before)).isEmpty();
			}
		}
		assertThat(odd).isGreaterThan(100);
	}

	/** By the description of a token as it was. */
	private static String asBefore(byte[] key, UUID bookingId) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			byte[] signed = ByteBuffer.allocate(17)
				.put(mac.doFinal(new byte[0])[0])
				.putLong(bookingId.getMostSignificantBits())
				.putLong(bookingId.getLeastSignificantBits())
				.array();
			mac.update((byte) 1);
			byte[] digest = mac.doFinal(signed);
			return Base64.getUrlEncoder()
				.encodeToString(ByteBuffer.allocate(33).put(signed).put(digest, 0, 16).array());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void tokenThatEndsInAZeroIsRefusedWithoutIt() {
		String token = Stream.iterate(0L, (n) -> n + 1)
			.map((n) -> this.tokens.manageToken(new UUID(n, -n)))
			.filter((made) -> Base64.getUrlDecoder().decode(made)[32] == 0)
			.findFirst()
			.orElseThrow();
		expectRefused(with(token, 43, "="));
		expectRefused(token.substring(0, 43));
	}

	@Test
	void tokenWithSpaceIsRefused() {
		String token = this.tokens.newLinkToken().value();
		for (String space : List.of(" ", "\t", "\n", "\r\n", "\u00a0", "\u200b", "\ufeff")) {
			expectRefused(space);
			expectRefused(space + token);
			expectRefused(token.substring(0, 22) + space + token.substring(22));
			expectRefused(with(token, 0, space));
			expectRefused(with(token, 43, space));
		}
	}

	@Test
	void tokenWithForeignCharactersIsRefused() {
		String token = this.tokens.newLinkToken().value();
		for (String foreign : List.of("+", "/", "=", "%", "\0", "\u007f", "é", "ÿ", "Ａ", "\u0141", "\ud83c\udf89",
				"\ud83c")) {
			for (int at = 0; at < token.length(); at++) {
				expectRefused(with(token, at, foreign));
			}
			expectRefused(foreign.repeat(44 / foreign.length()));
		}
		// Each character with the same low byte.
		StringBuilder wide = new StringBuilder();
		token.chars().forEach((character) -> wide.append((char) (0x100 + character)));
		expectRefused(wide.toString());
	}

	@Test
	void textThatIsNoTokenIsRefused() {
		expectRefused("");
		expectRefused("null");
		expectRefused(UUID.randomUUID().toString());
		expectRefused("A".repeat(44));
		expectRefused("=".repeat(44));
		expectRefused("A".repeat(1_000_000));
	}

	@Test
	void tokenThatWasMadeUpForTheKeyIsRefused() {
		byte[] genuine = Base64.getUrlDecoder().decode(this.tokens.newLinkToken().value());
		Random random = new Random(1);
		for (int n = 0; n < 1000; n++) {
			byte[] madeUp = new byte[genuine.length];
			random.nextBytes(madeUp);
			madeUp[0] = genuine[0];
			expectRefused(Base64.getUrlEncoder().encodeToString(madeUp));
		}
	}

	@Test
	void tokenOfAnotherDeploymentIsRefused() {
		expectRefused(tokens(OLD).newLinkToken().value());
		expectRefused(tokens(OLD).manageToken(BOOKING));
	}

	@Test
	void tokenOpensNothingButWhatItIsFor() {
		assertThat(this.tokens.bookingId(this.tokens.newLinkToken().value())).isEmpty();
		assertThat(this.tokens.linkToken(this.tokens.manageToken(BOOKING))).isEmpty();
	}

	@Test
	void tokenOfABookingIsTheSameEachTime() {
		assertThat(this.tokens.manageToken(BOOKING)).isEqualTo(TOKEN_OF_BOOKING);
		assertThat(this.tokens.manageToken(BOOKING)).isEqualTo(TOKEN_OF_BOOKING);
		assertThat(tokens(NEW).manageToken(BOOKING)).isEqualTo(TOKEN_OF_BOOKING);
		assertThat(this.tokens.manageToken(UUID.randomUUID())).isNotEqualTo(TOKEN_OF_BOOKING);
	}

	@Test
	void tokensAreMadeAndReadByManyAtOnce() {
		Stream<UUID> mangled = IntStream.range(0, 20_000)
			.parallel()
			.mapToObj((n) -> new UUID(n, -n))
			.filter((booking) -> !Optional.of(booking).equals(this.tokens.bookingId(this.tokens.manageToken(booking))));
		assertThat(mangled.toList()).isEmpty();
	}

	@Test
	void firstKeySignsAndEveryKeyReads() {
		Tokens rotated = tokens(NEW, OLD);
		LinkToken old = tokens(OLD).newLinkToken();
		LinkToken fresh = rotated.newLinkToken();
		assertThat(rotated.linkToken(old.value())).contains(old);
		assertThat(rotated.linkToken(fresh.value())).contains(fresh);
		assertThat(tokens(NEW).linkToken(fresh.value())).contains(fresh);
		assertThat(tokens(OLD).linkToken(fresh.value())).isEmpty();
		assertThat(tokens(NEW).linkToken(old.value())).isEmpty();
		assertThat(tokens(OLD, NEW).newLinkToken().value()).startsWith(old.value().substring(0, 1));
		assertThat(rotated.manageToken(BOOKING)).isEqualTo(TOKEN_OF_BOOKING);
		assertThat(rotated.bookingId(tokens(OLD).manageToken(BOOKING))).contains(BOOKING);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 16, 31 })
	void keyOfLessThan32BytesIsRefused(int length) {
		byte[] shortKey = new byte[length];
		assertThatIllegalArgumentException().isThrownBy(() -> tokens(shortKey))
			.withMessage("a key has fewer than 32 bytes");
		assertThatIllegalArgumentException().isThrownBy(() -> tokens(NEW, shortKey))
			.withMessage("a key has fewer than 32 bytes");
	}

	@Test
	void equalKeysAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> tokens(NEW, OLD, NEW.clone()))
			.withMessageStartingWith("two keys have the same id");
	}

	@Test
	void noKeyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> tokens()).withMessage("there is no key");
	}

	@Test
	void tokenIsPrintedWithoutItsSecret() {
		LinkToken token = this.tokens.newLinkToken();
		assertThat(token).hasToString("LinkToken[" + token.hash().value().substring(0, 6) + "…]");
		assertThat(token.toString()).doesNotContain(token.value(), token.value().substring(0, 8));
	}

	@Test
	void hashIsSha256() {
		// The example of FIPS 180-2, appendix B.1.
		TokenHash hash = new TokenHash("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
		assertThat(TokenHash.of("abc")).isEqualTo(hash);
		assertThat(TokenHash.of("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(hash);
		assertThat(hash.bytes()).asHexString()
			.isEqualToIgnoringCase("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
		assertThat(TokenHash.of32(hash.bytes())).isEqualTo(hash);
	}

	@Test
	void hashOfATextIsThatOfItsUtf8() {
		assertThat(TokenHash.of("é")).isEqualTo(TokenHash.of(new byte[] { (byte) 0xc3, (byte) 0xa9 }));
	}

	private void expectRefused(String text) {
		assertThat(this.tokens.linkToken(text)).isEmpty();
		assertThat(this.tokens.bookingId(text)).isEmpty();
	}

	private static String with(String token, int at, String other) {
		return token.substring(0, at) + other + token.substring(at + 1);
	}

	private static Tokens tokens(byte[]... keys) {
		return new Tokens(new TokenSeal(List.of(keys)));
	}

	private static byte[] key(char character) {
		return String.valueOf(character).repeat(32).getBytes(StandardCharsets.US_ASCII);
	}

}
