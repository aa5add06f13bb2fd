/** The owner's JSON API, and the feeds of their bookings. */
@NullMarked
package io.oncegate.web.owner;

import org.jspecify.annotations.NullMarked;
