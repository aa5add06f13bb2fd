/** The owner's console: the pages for those who share calendars, behind a sign-in. */
@NullMarked
package io.oncegate.web.console;

import org.jspecify.annotations.NullMarked;
