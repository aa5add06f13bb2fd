/** Meters. */
@NullMarked
package io.oncegate.telemetry;

import org.jspecify.annotations.NullMarked;
