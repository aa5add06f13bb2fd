/** Calendars, their owners, and the times that they offer. */
@NullMarked
package io.oncegate.calendar;

import org.jspecify.annotations.NullMarked;
