/** The Redis side: the state of a link and the scripts that change it. */
@NullMarked
package io.oncegate.claim;

import org.jspecify.annotations.NullMarked;
