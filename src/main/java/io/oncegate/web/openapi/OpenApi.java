package io.oncegate.web.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import io.oncegate.calendar.Contact;
import io.oncegate.telemetry.TraceId;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemDocuments;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.ClassPathResource;

/** Reads the description of the API (OpenAPI 3.1). */
public final class OpenApi {

	private static final String FILE = "openapi/openapi.yaml";

	/** Stands for the public URL in the file. */
	private static final String BASE = "https://book.example.com";

	private static final TraceId TRACE = new TraceId("4bf92f3577b34da6a3ce929d0e0e4736");

	private static final Contact CONTACT = new Contact("Ada Lovelace", "ada@example.com", null, null);

	private OpenApi() {
	}

	/** Returns the description of this gateway, with an example of each problem. */
	public static JsonNode read(PublicUrl publicUrl, ProblemDocuments problems, JsonMapper json) {
		JsonNode description = json.valueToTree(yaml().load(text().replace(BASE, publicUrl.of(""))));
		ObjectNode examples = (ObjectNode) description.at("/components/examples");
		for (Problem problem : Problem.values()) {
			add(examples, problem.slug(), example(problem), problems, json);
		}
		add(examples, "malformed", ProblemException.malformed("The body is not JSON: line 1, column 2."), problems,
				json);
		return description;
	}

	private static String text() {
		try {
			return new ClassPathResource(FILE).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Yaml yaml() {
		LoaderOptions options = new LoaderOptions();
		return new Yaml(new SafeConstructor(options), new Representer(new DumperOptions()), new DumperOptions(),
				options, new TextForTimes());
	}

	private static void add(ObjectNode examples, String name, ProblemException example, ProblemDocuments problems,
			JsonMapper json) {
		examples.putObject(name)
			.put("summary", example.problem().title())
			.set("value", json.readTree(problems.of(example, TRACE)));
	}

	private static ProblemException example(Problem problem) {
		return switch (problem) {
			case LINK_REDEEMED, LINK_EXPIRED, LINK_REVOKED -> new ProblemException(problem, problem.status(),
					problem.explanation(), problem.textKey(), List.of(), CONTACT, null);
			case INVALID_REQUEST -> ProblemException.invalid("invitee.email", "is not an email address");
			default -> ProblemException.of(problem);
		};
	}

	/** JSON has no type for dates and times: what looks like one is text. */
	private static final class TextForTimes extends Resolver {

		@Override
		public void addImplicitResolver(Tag tag, Pattern regexp, @Nullable String first, int limit) {
			if (tag != Tag.TIMESTAMP) {
				super.addImplicitResolver(tag, regexp, first, limit);
			}
		}

	}

}
