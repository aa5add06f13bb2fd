package io.oncegate.web.http;

import java.net.URI;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.link.LinkToken;
import io.oncegate.setting.StartException;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The addresses of the gateway that others are given. */
@Component
public class PublicUrl {

	private final String base;

	public PublicUrl(@Value("${oncegate.public-url:http://localhost:${server.port:8080}}") String base) {
		this.base = checked(base.strip());
	}

	private static String checked(String base) {
		try {
			URI uri = URI.create(base);
			if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null
					&& uri.getPath().matches("/*") && uri.getQuery() == null && uri.getFragment() == null) {
				return base.replaceAll("/+$", "");
			}
		}
		catch (IllegalArgumentException ex) {
			// explained below
		}
		throw new StartException(
				"ONCEGATE_PUBLIC_URL is '" + base
						+ "', which is not an address without a path. Set it to one like https://book.example.com",
				null);
	}

	/** The address of a path. */
	public String of(String path) {
		return this.base + path;
	}

	/** The address of a one-time link. */
	public String of(LinkToken token) {
		return of("/l/" + token.value());
	}

	public String host() {
		return URI.create(this.base).getHost();
	}

	/** Tells whether the gateway is reached by HTTPS. */
	public boolean isSecure() {
		return this.base.startsWith("https:");
	}

	public String schedulingLink(String slug) {
		return of("/s/" + slug);
	}

	public String permanentLink(Calendar calendar) {
		return of("/c/" + calendar.publicId());
	}

	/**
	 * The HTML that embeds a calendar in another site: by its permanent link, unless only
	 * the scheduling link is on.
	 */
	public String embedCode(Calendar calendar) {
		OpenLinks open = calendar.terms().openLinks();
		String shown = (open.scheduling() && !open.permanent()) ? calendar.slug() : calendar.publicId().toString();
		return "<script src=\"" + of("/embed.js") + "\" data-calendar=\"" + shown + "\" async></script>";
	}

}
