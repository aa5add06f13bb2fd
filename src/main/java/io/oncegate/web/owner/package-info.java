/** The owner's JSON, and the feed of their bookings. */
@NullMarked
package io.oncegate.web.owner;

import org.jspecify.annotations.NullMarked;
