package io.oncegate.web.console;

import org.jspecify.annotations.Nullable;

/**
 * What the sign-in shows.
 *
 * @param to where the owner wants to go
 * @param mistake what is wrong with the key that was sent
 */
public record SignInPage(String to, @Nullable String mistake) {

}
