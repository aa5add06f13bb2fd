package io.oncegate.web.console;

import org.jspecify.annotations.Nullable;

/**
 * The contents of the sign-in page.
 *
 * @param to the page to continue to
 * @param mistake what is wrong with the key that was sent
 */
public record SignInPage(String to, @Nullable String mistake) {

}
