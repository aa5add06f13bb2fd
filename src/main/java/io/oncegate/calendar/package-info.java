/** Calendars, their owners, and the slots that they offer. */
@NullMarked
package io.oncegate.calendar;

import org.jspecify.annotations.NullMarked;
