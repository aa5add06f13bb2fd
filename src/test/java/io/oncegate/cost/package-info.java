/** What requests cost that no machine makes cheaper. */
@NullMarked
package io.oncegate.cost;

import org.jspecify.annotations.NullMarked;
