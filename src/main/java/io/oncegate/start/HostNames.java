package io.oncegate.start;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.netty.util.NetUtil;
import io.r2dbc.postgresql.client.DefaultHostnameVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Checks PostgreSQL's host name against its certificate, for both drivers: names as the
 * driver does, and IP addresses, in any notation, against those in the certificate (RFC
 * 9525, 6.5).
 */
public final class HostNames implements HostnameVerifier {

	private static final Integer IP_ADDRESS = 7;

	@Override
	public boolean verify(String host, SSLSession session) {
		byte[] address = address(host);
		return (address != null) ? lists(address, session) : DefaultHostnameVerifier.INSTANCE.verify(host, session);
	}

	private static boolean lists(byte[] address, SSLSession session) {
		try {
			Collection<List<?>> names = ((X509Certificate) session.getPeerCertificates()[0])
				.getSubjectAlternativeNames();
			return names != null && names.stream()
				.filter((name) -> IP_ADDRESS.equals(name.get(0)))
				.anyMatch((name) -> Arrays.equals(address, address((String) name.get(1))));
		}
		catch (SSLPeerUnverifiedException | CertificateParsingException ex) {
			return false;
		}
	}

	private static byte @Nullable [] address(String host) {
		return NetUtil.createByteArrayFromIpAddressString(host);
	}

}
