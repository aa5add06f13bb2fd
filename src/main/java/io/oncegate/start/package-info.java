/**
 * Starting the gateway: settings, stores, migrations, the first owner, the welcome
 * message, and the failure report.
 */
@NullMarked
package io.oncegate.start;

import org.jspecify.annotations.NullMarked;
