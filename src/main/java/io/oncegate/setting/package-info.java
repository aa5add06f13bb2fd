/** How a wrong setting stops the start. */
@NullMarked
package io.oncegate.setting;

import org.jspecify.annotations.NullMarked;
