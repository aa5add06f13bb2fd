package io.oncegate.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;

import org.springframework.stereotype.Component;

/** Renders the pages from the precompiled templates, as UTF-8. */
@Component
class Templates {

	private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

	byte[] booking(BookingPage page) {
		return render("booking.jte", page);
	}

	byte[] confirmation(ConfirmationPage page) {
		return render("confirmation.jte", page);
	}

	byte[] message(MessagePage page) {
		return render("message.jte", page);
	}

	private byte[] render(String name, Object page) {
		Utf8ByteOutput output = new Utf8ByteOutput();
		this.engine.render(name, page, output);
		return output.toByteArray();
	}

}
