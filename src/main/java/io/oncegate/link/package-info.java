/** The one-time link itself: its secret token, the hash that is stored, its states. */
@NullMarked
package io.oncegate.link;

import org.jspecify.annotations.NullMarked;
