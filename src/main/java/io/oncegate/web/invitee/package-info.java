/** Pages and JSON of links, and of the bookings made with them. */
@NullMarked
package io.oncegate.web.invitee;

import org.jspecify.annotations.NullMarked;
