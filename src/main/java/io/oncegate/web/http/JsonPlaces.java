package io.oncegate.web.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;

/** Names places in a JSON document. */
final class JsonPlaces {

	private JsonPlaces() {
	}

	/** A position, in words. */
	static String at(TokenStreamLocation location) {
		return "line " + location.getLineNr() + ", column " + location.getColumnNr();
	}

	/** The field in which the parser is, in words; empty outside of one. */
	static String within(TokenStreamContext context) {
		String field = field(context);
		return field.isEmpty() ? "" : ", in " + field;
	}

	/** The path of the field in which the parser is, like {@code hours[0].from}. */
	static String field(TokenStreamContext context) {
		TokenStreamContext parent = context.getParent();
		String outer = (parent != null) ? field(parent) : "";
		if (context.inArray()) {
			return context.hasCurrentIndex() ? outer + "[" + context.getCurrentIndex() + "]" : outer;
		}
		String name = context.currentName();
		return (name == null) ? outer : outer.isEmpty() ? name : outer + "." + name;
	}

	/** The path of the field that could not be read. */
	static String field(JacksonException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : ex.getPath()) {
			if (reference.getPropertyName() == null) {
				path.append('[').append(reference.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
			}
		}
		return path.toString();
	}

}
