package io.oncegate.web.console;

import org.jspecify.annotations.Nullable;

/**
 * The contents of the page of a problem.
 *
 * @param retry the address to try again, if that may help
 */
public record ProblemPage(String title, String text, @Nullable String retry) {

}
