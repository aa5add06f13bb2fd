/** The built-in Redis and PostgreSQL of the default run. */
@NullMarked
package io.oncegate.embedded;

import org.jspecify.annotations.NullMarked;
