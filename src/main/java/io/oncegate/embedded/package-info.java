/** The built-in Redis and PostgreSQL, used by default. */
@NullMarked
package io.oncegate.embedded;

import org.jspecify.annotations.NullMarked;
