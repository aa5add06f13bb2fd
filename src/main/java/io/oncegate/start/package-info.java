/**
 * What starts the gateway: settings, stores, migrations, the first owner, the welcome,
 * and the report of a failure.
 */
@NullMarked
package io.oncegate.start;

import org.jspecify.annotations.NullMarked;
