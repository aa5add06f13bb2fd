/** Pages and JSON of links, and of what was booked with them. */
@NullMarked
package io.oncegate.web.invitee;

import org.jspecify.annotations.NullMarked;
