package io.oncegate.web;

import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Addresses of another package. They are looked at after all others; as a list of
 * Spring's own they would cost every request the step from list to list.
 */
public interface RouteGroup {

	RouterFunction<ServerResponse> routes();

}
