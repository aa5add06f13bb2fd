/** Files of recipients, and the links issued for them, row by row. */
@NullMarked
package io.oncegate.web.owner.campaign;

import org.jspecify.annotations.NullMarked;
