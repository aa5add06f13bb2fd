/** What every page shares: languages, templates, assets, messages. */
@NullMarked
package io.oncegate.web.page;

import org.jspecify.annotations.NullMarked;
