/** What a PostgreSQL that is distributed by owner demands of schema and statements. */
@NullMarked
package io.oncegate.distribution;

import org.jspecify.annotations.NullMarked;
