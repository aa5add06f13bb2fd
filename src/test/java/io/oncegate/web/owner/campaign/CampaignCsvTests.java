package io.oncegate.web.owner.campaign;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** Files of recipients as programs write them: nobody is lost, or the file is refused. */
@GatewayTest
class CampaignCsvTests {

	private static final MediaType CSV = MediaType.valueOf("text/csv");

	private static final String HEADER = "Oncegate-Csv";

	@Autowired
	private Owners owners;

	private Client owner;

	private Calendar calendar;

	private String campaigns;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.owner = Client.of(port, publicUrl).asOwner();
		this.calendar = this.owners.calendar(30, 5);
		this.campaigns = "/api/v1/calendars/" + this.calendar.id() + "/campaigns";
	}

	@ParameterizedTest
	@CsvSource(delimiter = '~', quoteCharacter = '`', value = {
			"name,email~Ada Lovelace,ada@example.com~comma, name=1, email=2",
			"name;email~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"name\temail~Ada Lovelace\tada@example.com~tab, name=1, email=2",
			"name|email~Ada Lovelace|ada@example.com~pipe, name=1, email=2",
			"sep=;¶name;email~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"\"sep=,\"¶name,email~Ada Lovelace,ada@example.com~comma, name=1, email=2",
			"SEP=\t¶name\temail~Ada Lovelace\tada@example.com~tab, name=1, email=2",
			"sep=;¶name, if known;email~Ada Lovelace;ada@example.com~semicolon, email=2",
			"\uFEFFname;email~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"\uFEFF\"name\";\"email\"~\"Ada Lovelace\";\"ada@example.com\"~semicolon, name=1, email=2",
			"¶;;¶name;email;x~Ada Lovelace;ada@example.com;~semicolon, name=1, email=2",
			"name;email;Town, Country~Ada Lovelace;ada@example.com;London, UK~semicolon, name=1, email=2",
			"name,email,\"a;b;c;d\"~Ada Lovelace,ada@example.com,x~comma, name=1, email=2",
			"\"a,b\";name;email~1;Ada Lovelace;ada@example.com~semicolon, name=2, email=3",
			"Full Name;E-Mail~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"Email Address,FULL_NAME,ID~ada@example.com,Ada Lovelace,7~comma, name=2, email=1",
			"First Name,Last Name,E-mail 1 - Value~Ada,Lovelace,ada@example.com~comma, email=3, first-name=1, last-name=2",
			"Nachname;Vorname;E-Mail~Lovelace;Ada;ada@example.com~semicolon, email=3, first-name=2, last-name=1",
			"Name;Vorname;Mailadresse~Lovelace;Ada;ada@example.com~semicolon, name=1, email=3, first-name=2",
			"Name,First name,Last name,email~Ada Lovelace,Ada,Lovelace,ada@example.com~comma, name=1, email=4, first-name=2, last-name=3",
			"Vollständiger Name;E-Mail-Adresse~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"Nom;Prénom;Adresse e-mail~Lovelace;Ada;ada@example.com~semicolon, name=1, email=3, first-name=2",
			"Nom complet;Courriel~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"Nombre;Apellidos;Correo electrónico~Ada;Lovelace;ada@example.com~semicolon, name=1, email=3, last-name=2",
			"Nome completo;Endereço de e-mail~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"NOME;Sobrenome;E-MAIL~Ada;Lovelace;ada@example.com~semicolon, name=1, email=3, last-name=2",
			"氏名,メールアドレス~Ada Lovelace,ada@example.com~comma, name=1, email=2",
			"الاسم,البريد الإلكتروني~Ada Lovelace,ada@example.com~comma, name=1, email=2",
			"Vollsta\u0308ndiger Name;Ｅメール~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"First Name,Last Name,Email Address,Tags~Ada,Lovelace,ada@example.com,~comma, email=3, first-name=1, last-name=2",
			"FNAME,LNAME,EMAIL~Ada,Lovelace,ada@example.com~comma, email=3, first-name=1, last-name=2",
			"Contact Id,First Name,Last Name,Name,Phone,Email~7,Ada,Lovelace,Ada Lovelace,,ada@example.com~comma, name=4, email=6, first-name=2, last-name=3",
			"First Name [Required],Last Name [Required],Email Address [Required]~Ada,Lovelace,ada@example.com~comma, email=3, first-name=1, last-name=2",
			"Email (required),Name*~ada@example.com,Ada Lovelace~comma, name=2, email=1",
			"Name (Pflichtfeld);E-Mail (Pflichtfeld)~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"Nom (obligatoire);Prénom;Adresse de messagerie~Lovelace;Ada;ada@example.com~semicolon, name=1, email=3, first-name=2",
			"Nombre(s);Apellido(s);Correo-e~Ada;Lovelace;ada@example.com~semicolon, email=3, first-name=1, last-name=2",
			"Name;E-Mail 1;E-Mail 2~Ada Lovelace;ada@example.com;b@example.com~semicolon, name=1, email=2",
			"Name,Work Email~Ada Lovelace,ada@example.com~comma, name=1, email=2",
			"Name,Work Email,Email~Ada Lovelace,b@example.com,ada@example.com~comma, name=1, email=3",
			"Name,Email,Work Email,Customer Email~Ada Lovelace,ada@example.com,b@example.com,~comma, name=1, email=2",
			"Name;Geschäftliche E-Mail~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"Nome;E-mail profissional~Ada Lovelace;ada@example.com~semicolon, name=1, email=2",
			"氏名,メールアドレス（必須）~Ada Lovelace,ada@example.com~comma, name=1, email=2",
			"姓,名,電子メール アドレス~Lovelace,Ada,ada@example.com~comma, email=3, first-name=2, last-name=1",
			"الاسم الشخصي,اسم العائلة,بريد العمل~Ada,Lovelace,ada@example.com~comma, email=3, first-name=1, last-name=2" })
	void whateverSeparatesAndNamesTheColumnsTheRecipientIsFound(String header, String row, String told) {
		Answer answer = upload(lines(header, row, ""));
		assertThat(answer.is(201).header(HEADER)).isEqualTo("separator=" + told);
		if (told.contains("name=")) {
			assertThat(recipient().path("name").asString()).isEqualTo("Ada Lovelace");
		}
		assertThat(recipient().path("email").asString()).isEqualTo("ada@example.com");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '~', quoteCharacter = '`', value = { "Vorname;Name~Jan;Jansen~Jan Jansen",
			"Vorname;Name~Ann;Annan~Ann Annan", "Vorname;Name~Peter;Peter-Meyer~Peter Peter-Meyer",
			"Vorname;Name~Ada; Lovelace ~Ada Lovelace", "Vorname;Name~Ada;Ada Lovelace~Ada Lovelace",
			"Vorname;Name~Ada;Lovelace, Ada~Lovelace, Ada", "Vorname;Name~Ada;Prof. Ada Lovelace~Prof. Ada Lovelace",
			"Vorname;Name~Jan;Jansen, Jan~Jansen, Jan", "Vorname;Name~ada ;ADA LOVELACE~ADA LOVELACE",
			"Nombre;Apellidos~Peters;Peter~Peters Peter", "Nombre;Apellidos~Ada Lovelace;lovelace~Ada Lovelace",
			"Name;Vorname;Nachname~Ann Annan;Ann;Annan~Ann Annan", "Name;Vorname;Nachname~Annan;Ann;Annan~Ann Annan",
			"Name;Vorname;Nachname~;Ann;Annan~Ann Annan", "Name;Vorname;Nachname~Ann;;~Ann",
			"名,姓,担当者名~Ada,Lovelace,Bob~Ada Lovelace", "Participant,email~Ada,ada@example.com~Ada",
			"Name,Guest Name~Ada,Bob~Ada", "姓;名~山田;太郎~山田 太郎", "姓;名~Yamada;Taro~Taro Yamada", "姓名;姓;名~山田太郎;山田;太郎~山田太郎",
			"Nom;Prénom~D'Arc;Jeanne~Jeanne D'Arc", "Nom;Prénom~D'Arc;D~D D'Arc" })
	void aNameHasTheFirstAndTheLast(String header, String row, String name) {
		upload(lines(header, row, "")).is(201);
		assertThat(recipient().path("name").asString()).isEqualTo(name);
	}

	@Test
	void aFileComesBackAsItWasWritten() {
		Answer answer = upload("\uFEFFsep=;\r\nName;email;x\r\n\"Love;lace\";a@example.com;\"2,5\"\r\n");
		assertThat(answer.body()).matches("\uFEFFName;email;x;url\r\n\"Love;lace\";a@example.com;2,5;http\\S+\r\n");
		assertThat(upload("name\temail\nAda\ta@example.com\n").body())
			.matches("name\temail\turl\nAda\ta@example.com\thttp\\S+\n");
		assertThat(upload("name\nAda").body()).matches("name,url\nAda,http\\S+\n");
	}

	@Test
	void theRowsOfSpreadsheetsInWhichNothingIsMakeNoLinks() {
		Answer answer = upload("name;email\n;\nAda;\n\n ; \nBob;b@example.com\n;;\n\"\";\n\u00a0;\n;\n\n");
		assertThat(answer.is(201).body()).matches("name;email;url\nAda;;http\\S+\nBob;b@example.com;http\\S+\n");
		assertThat(campaign(answer).path("issued").asInt()).isEqualTo(2);
	}

	/** Rows are counted as they are given back. */
	@Test
	void anUploadWithEmptyRowsIsGoneOnWith() {
		String rows = IntStream.rangeClosed(1, 2500)
			.mapToObj((n) -> (n % 3 == 0) ? ";\nn" + n + ";\n" : "n" + n + ";\n")
			.collect(Collectors.joining());
		Answer first = upload("name;email\n" + rows + ";;;\n").is(201);
		assertThat(campaign(first).path("issued").asInt()).isEqualTo(2500);
		for (int received : List.of(1234, 2499)) {
			Answer rest = this.owner.send(HttpMethod.POST,
					this.campaigns + "?resume=" + id(first) + "&after=" + received, CSV,
					("name;email\n" + rows).getBytes(StandardCharsets.UTF_8));
			List<String> lines = rest.is(201).body().lines().toList();
			assertThat(lines).hasSize(1 + 2500 - received);
			assertThat(lines.get(1)).startsWith("n" + (received + 1) + ";;http");
			assertThat(lines.get(2500 - received)).startsWith("n2500;;http");
		}
		assertThat(campaign(first).path("issued").asInt()).isEqualTo(2500);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '~', quoteCharacter = '`', value = {
			"Naam;E-mailadres~Ada;ada@example.com~line 1~names no column", "foo,bar~1,2~line 1~names no column",
			"foo~1~line 1~names no column", "foo~1;2~line 1~names no column",
			"Ada Lovelace,ada@example.com~Bob,b@example.com~line 1~looks like a person (ada@example.com)",
			"ada@example.com~b@example.com~line 1~looks like a person",
			"Ada <ada@example.com>~Bob <b@example.com>~line 1~looks like a person",
			"name,ada@example.com~Bob,b@example.com~line 1~looks like a person",
			"\"Ada\";\"ada@example.com\"~Bob;b@example.com~line 1~looks like a person",
			"name,Mailing~Ada,ada@example.com~line 2: Mailing~no column is named email",
			"name~Ada;ada@example.com~line 2~there is 1 column", "Email~a@example.com|Ann~line 2~there is 1 column",
			"Email~Ann|a@example.com~line 2~there is 1 column", "name~Ada\tada@example.com~line 2~there is 1 column",
			"name,x;email~Ada,1;a@example.com~line 1~could be separated by comma or by semicolon",
			"foo,bar;baz~1,2;3~line 1~could be separated by comma or by semicolon",
			"sep=#¶name#email~Ada#a@example.com~line 1~something other than commas",
			"name,Full Name~Ada,Ada~line 1~names the column name twice, as name and as Full Name",
			"email;E-Mail~a@example.com;a@example.com~line 1~names the column email twice, as email and as E-Mail",
			"name,Name~Ada,Ada~line 1~names the column Name twice", "name,x,X~Ada,1,2~line 1~names the column X twice",
			"Work Email,Personal Email~a@example.com,b@example.com~line 1~names the column email twice, as Work Email and as Personal Email",
			"name,„E-Mail“~Ada,ada@example.com~line 1~puts column 2 in quotes that CSV does not know",
			"name;email~'Ada';'ada@example.com'~line 2: email~is not an email address",
			"name,,x~Ada,1,2~line 1~has no name for column 2", "name,URL~Ada,http://x~line 1~has a column named url",
			"name,email~Ada~line 2~has 1 cell, but there are 2 columns",
			"name;email~Ada,ada@example.com~line 2~has 1 cell, but there are 2 columns",
			"Name;E-Mail~Ada;ada~line 2: E-Mail~is not an email address",
			"name,email~\"Ada,ada@example.com~line 2~opens a quote that is not closed",
			"name,email~Ada,a@example.com¶\"Bob¶Cy,c@example.com~line 3~opens a quote that is not closed",
			"name,email~\"Ada\"x,a@example.com~line 2~quote that is not closed, or one within quotes",
			"\"name,email~Ada,a@example.com~line 1~opens a quote that is not closed",
			"<!doctype html>~<p>~body~is HTML or XML", "<?xml version=1?>~<a/>~body~is HTML or XML",
			" {\"name\": 1}~{}~body~is JSON", "[{\"name\"~x~body~is JSON", "%PDF-1.7~x~body~is a PDF file",
			"{\\rtf1~x~body~is a text document (RTF)", "PK\u0003\u0004x~y~body~is an Excel workbook (.xlsx)",
			"name␍Ada␍Bob~x~body~old Macintosh",
			"\"name\",\"email\"␍\"Ada\",\"ada@example.com\"␍~``~body~old Macintosh",
			"name,\"email\"␍Ada,ada@example.com␍\"Bob~x~body~old Macintosh",
			"n\u0000a\u0000m\u0000e\u0000~x~body~is in UTF-16", "``~``~body~has no rows", "name~``~body~has no rows",
			"name~,,,~body~has no rows" })
	void whatWouldLoseRecipientsIsRefusedByName(String header, String row, String field, String message) {
		Answer refused = upload(lines(header, row)).isProblem(422, "invalid-request").names(field);
		assertThat(refused.text("/errors/0/message")).contains(message);
		assertThat(this.owner.get(this.campaigns).ids()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'name';'email'\n'Ada';'ada@example.com'\n", "“name”,“email”\n“Ada”,“ada@example.com”\n",
			"«nom»;«courriel»\n«Ada»;«ada@example.com»\n", "`name`\t`email`\n`Ada`\t`ada@example.com`\n",
			" ´name´ , ´email´ \n´Ada´,´ada@example.com´\n" })
	void quotesThatAreNoPartOfCsvAreTold(String file) {
		Answer refused = upload(file).isProblem(422, "invalid-request").names("line 1", "line 1");
		assertThat(refused.text("/errors/1/message")).startsWith("puts column 2 in quotes that CSV does not know");
	}

	@Test
	void aQuoteThatIsNeverClosedIsToldByItsLineHoweverMuchFollows() {
		String rows = IntStream.range(0, 3000).mapToObj((n) -> "n" + n + ",\n").collect(Collectors.joining());
		Answer refused = upload("name,email\nAda,\n\"Bob,\n" + rows).isProblem(422, "invalid-request").names("line 3");
		assertThat(refused.text("/errors/0/message")).startsWith("opens a quote that is not closed");
		upload("name,email\nAda,\n\"" + "x".repeat(20_000) + "\",\n").isProblem(422, "invalid-request").names("line 3");
		upload("name,email\nAda,\n" + "x".repeat(20_000) + ",\n").isProblem(422, "invalid-request").names("line 3");
		upload("\"name,email\n" + rows).isProblem(422, "invalid-request").names("line 1");
	}

	@Test
	void theLineEndsOfAnOldMacintoshAreToldHoweverMuchFollows() {
		for (String header : List.of("name,email", "\"name\",\"email\"")) {
			String rows = IntStream.range(0, 1200)
				.mapToObj((n) -> "\"n" + n + "\",\"a@example.com\"\r")
				.collect(Collectors.joining());
			Answer refused = upload(header + "\r" + rows).isProblem(422, "invalid-request").names("body");
			assertThat(refused.text("/errors/0/message")).contains("old Macintosh");
		}
	}

	@Test
	void aLineEndWithinQuotesIsThatOfACell() {
		upload("\"name\",email,\"Town\rand\rcountry\"\r\nAda,ada@example.com,x\r\n").is(422).names("line 1");
		upload("name,email\r\r\nAda,ada@example.com\r\r\n").is(201);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "windows-1252", "ISO-8859-1", "Shift_JIS" })
	void anotherCharsetIsRefusedByName(String charset) {
		byte[] body = "name,メール,Straße\nJosé,a@example.com,氏名\n".getBytes(Charset.forName(charset));
		Answer refused = upload(CSV, body).isProblem(422, "invalid-request");
		assertThat(refused.text("/errors/0/message")).containsAnyOf("UTF-16", "is not in UTF-8")
			.contains("“CSV UTF-8”");
	}

	@Test
	void compressedAndBinaryFilesAreRefusedByName() {
		for (int[] bytes : List.of(new int[] { 0x1f, 0x8b, 8, 0 }, new int[] { 0xd0, 0xcf, 0x11, 0xe0, 0xa1 },
				new int[] { 0x89, 'P', 'N', 'G', '\r', '\n' }, new int[] { 'P', 'K', 5, 6 },
				new int[] { 0xff, 0xfe })) {
			byte[] body = new byte[bytes.length];
			for (int n = 0; n < bytes.length; n++) {
				body[n] = (byte) bytes[n];
			}
			assertThat(upload(CSV, body).isProblem(422, "invalid-request").text("/errors/0/message"))
				.contains("“CSV UTF-8”");
		}
		assertThat(upload(CSV, new byte[0]).isProblem(422, "invalid-request").text("/errors/0/message"))
			.startsWith("is empty");
	}

	@Test
	void aColumnForTheAddressMayBeEmptyIfTheLinksAreForSomebodyElse() {
		upload("reference,manager,email\ncrm-1,boss@example.com,\n").is(201);
		assertThat(recipient().path("reference").asString()).isEqualTo("crm-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/vnd.ms-excel", "application/octet-stream",
			"application/x-www-form-urlencoded", "text/csv;charset=iso-8859-1", "text/csv;charset=utf-16" })
	void anotherTypeIsToldWhichOnesThereAre(String type) {
		assertThat(upload(MediaType.valueOf(type), "name\nAda\n".getBytes(StandardCharsets.UTF_8))
			.isProblem(415, "unsupported-media-type")
			.text("/detail")).contains("text/csv", "application/json", "UTF-8");
	}

	@Test
	void aNameWhoseBytesAreNoTextIsNotKept() {
		this.owner
			.send(HttpMethod.POST, this.campaigns + "?name=Fr%FChling", CSV,
					"name\nAda\n".getBytes(StandardCharsets.UTF_8))
			.isProblem(422, "invalid-request")
			.names("name");
	}

	private static String lines(String... lines) {
		return String.join("\n", lines).replace("¶", "\n").replace("␍", "\r");
	}

	private Answer upload(String body) {
		return upload(CSV, body.getBytes(StandardCharsets.UTF_8));
	}

	private Answer upload(MediaType type, byte[] body) {
		return this.owner.send(HttpMethod.POST, this.campaigns + "?name=x", type, body);
	}

	private static UUID id(Answer answer) {
		String location = answer.header("Location");
		return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
	}

	private JsonNode campaign(Answer answer) {
		return this.owner.get("/api/v1/campaigns/" + id(answer)).is(200).json();
	}

	private JsonNode recipient() {
		return this.owner.get("/api/v1/calendars/" + this.calendar.id() + "/one-time-links")
			.is(200)
			.json()
			.at("/items/0/recipient");
	}

}
