package io.oncegate.web.owner.campaign;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Recognizes files of other formats. */
final class NotCsv {

	private static final HexFormat HEX = HexFormat.of();

	/** The first bytes of formats in hexadecimal, with explanations. */
	private static final Map<String, String> BINARY = new LinkedHashMap<>();

	static {
		BINARY.put("504b0304", "is an Excel workbook (.xlsx) or another ZIP file");
		BINARY.put("504b0506", "is a ZIP file");
		BINARY.put("d0cf11e0", "is an old Excel workbook (.xls)");
		BINARY.put("255044462d", "is a PDF file");
		BINARY.put("1f8b", "is compressed (gzip)");
		BINARY.put("fffe", "is in UTF-16 (“Unicode Text” of Excel)");
		BINARY.put("feff", "is in UTF-16 (“Unicode Text” of Excel)");
	}

	private static final Pattern MARKUP = Pattern.compile("^\uFEFF?\\s*<[!?a-zA-Z]");

	private static final Pattern JSON = Pattern.compile("^\uFEFF?\\s*(\\{\\s*[\"}]|\\[\\s*[\"{\\[\\]])");

	private NotCsv() {
	}

	/** Returns what a file is, judging by its first line; null if it could be CSV. */
	static @Nullable String name(byte[] beginning) {
		String hex = HEX.formatHex(beginning, 0, Math.min(8, beginning.length));
		for (Map.Entry<String, String> each : BINARY.entrySet()) {
			if (hex.startsWith(each.getKey())) {
				return each.getValue();
			}
		}
		String text = new String(beginning, StandardCharsets.UTF_8);
		if (MARKUP.matcher(text).find()) {
			return "is HTML or XML";
		}
		if (JSON.matcher(text).find()) {
			return "is JSON";
		}
		if (text.startsWith("{\\rtf")) {
			return "is a text document (RTF)";
		}
		return (text.indexOf('\0') >= 0) ? "is in UTF-16, or no text at all" : null;
	}

}
