/** Tests of what is measured, logged and traced. */
@NullMarked
package io.oncegate.telemetry;

import org.jspecify.annotations.NullMarked;
