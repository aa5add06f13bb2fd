package io.oncegate.web;

import java.util.Map;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;

import org.springframework.stereotype.Component;

/** Renders the pages from the precompiled templates, in a language, as UTF-8. */
@Component
public class Templates {

	private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

	byte[] booking(Language t, BookingPage page) {
		return render("booking.jte", t, page);
	}

	byte[] confirmation(Language t, ConfirmationPage page) {
		return render("confirmation.jte", t, page);
	}

	byte[] move(Language t, MovePage page) {
		return render("move.jte", t, page);
	}

	byte[] cancel(Language t, CancelPage page) {
		return render("cancel.jte", t, page);
	}

	byte[] ask(Language t, AskPage page) {
		return render("ask.jte", t, page);
	}

	byte[] message(Language t, MessagePage page) {
		return render("message.jte", t, page);
	}

	private byte[] render(String name, Language t, Object page) {
		return render(name, Map.of("t", t, "page", page));
	}

	/** Renders a template by the names of its parameters. */
	public byte[] render(String name, Map<String, Object> parameters) {
		Utf8ByteOutput output = new Utf8ByteOutput();
		this.engine.render(name, parameters, output);
		return output.toByteArray();
	}

}
