package io.oncegate.web;

/** Addresses of another package. They are looked at after all others. */
public interface RouteGroup {

	void addTo(Addresses addresses);

}
