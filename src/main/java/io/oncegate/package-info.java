/** The gateway's start: what it checks, makes and prints. */
@NullMarked
package io.oncegate;

import org.jspecify.annotations.NullMarked;
