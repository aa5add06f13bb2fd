package io.oncegate.web.console;

/**
 * A page among those to choose from.
 *
 * @param current whether it is the one that is shown
 */
public record Way(String label, String address, boolean current) {

}
