package io.oncegate.web.console;

import org.jspecify.annotations.Nullable;

/**
 * What is shown of a problem.
 *
 * @param retry address to try again, if that may help
 */
public record ProblemPage(String title, String text, @Nullable String retry) {

}
