/** What gateways run on past one machine, as real processes that fail and recover. */
@NullMarked
package io.oncegate.scale;

import org.jspecify.annotations.NullMarked;
