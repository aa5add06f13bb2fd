/** The gateway's main class; each package below holds one part of it. */
@NullMarked
package io.oncegate;

import org.jspecify.annotations.NullMarked;
