package io.oncegate.web.console;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as an SVG path.
 *
 * @param size the width and height, including the margin that scanners need
 */
public record QrImage(int size, String path) {

	private static final int MARGIN = 4;

	static QrImage of(String address) {
		QrCode code = QrCode.encodeText(address, QrCode.Ecc.MEDIUM);
		StringBuilder path = new StringBuilder();
		for (int y = 0; y < code.size; y++) {
			for (int x = 0; x < code.size; x++) {
				if (code.getModule(x, y)) {
					path.append('M').append(x + MARGIN).append(' ').append(y + MARGIN).append("h1v1h-1z");
				}
			}
		}
		return new QrImage(code.size + 2 * MARGIN, path.toString());
	}

}
