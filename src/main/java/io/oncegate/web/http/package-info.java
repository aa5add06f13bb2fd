/** What every request shares: bodies, problems, limits, headers, prepared answers. */
@NullMarked
package io.oncegate.web.http;

import org.jspecify.annotations.NullMarked;
