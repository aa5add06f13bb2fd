/** A gateway whose stores fail, and what must hold all the same. */
@NullMarked
package io.oncegate.faults;

import org.jspecify.annotations.NullMarked;
