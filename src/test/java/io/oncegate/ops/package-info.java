/** What is in {@code src/ops}, and the Compose file. */
@NullMarked
package io.oncegate.ops;

import org.jspecify.annotations.NullMarked;
