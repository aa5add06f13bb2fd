/**
 * What is shipped to watch the gateway with: its dashboards, its alerts and their
 * runbook.
 */
@NullMarked
package io.oncegate.ops;

import org.jspecify.annotations.NullMarked;
