/** The owner's console: pages for whoever shares calendars, behind a sign-in. */
@NullMarked
package io.oncegate.web.console;

import org.jspecify.annotations.NullMarked;
