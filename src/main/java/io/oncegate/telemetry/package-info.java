/** Metrics, tracing and health of the gateway. */
@NullMarked
package io.oncegate.telemetry;

import org.jspecify.annotations.NullMarked;
