/** What is measured, traced and told of the gateway's health. */
@NullMarked
package io.oncegate.telemetry;

import org.jspecify.annotations.NullMarked;
