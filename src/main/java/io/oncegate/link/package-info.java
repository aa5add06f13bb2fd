/** The one-time link itself: its secret token, the stored hash, its states. */
@NullMarked
package io.oncegate.link;

import org.jspecify.annotations.NullMarked;
