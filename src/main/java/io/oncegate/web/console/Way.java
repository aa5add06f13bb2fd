package io.oncegate.web.console;

/**
 * A page that can be chosen.
 *
 * @param current whether it is the present one
 */
public record Way(String label, String address, boolean current) {

}
