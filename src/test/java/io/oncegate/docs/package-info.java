/**
 * What README and the documents say: that their links lead somewhere, and their commands
 * work.
 */
@NullMarked
package io.oncegate.docs;

import org.jspecify.annotations.NullMarked;
