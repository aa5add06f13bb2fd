/**
 * The PostgreSQL side: bookings, the commit that arbitrates them, and what is still free.
 */
@NullMarked
package io.oncegate.booking;

import org.jspecify.annotations.NullMarked;
