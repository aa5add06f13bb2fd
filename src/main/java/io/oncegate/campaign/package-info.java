/** Issuing links. */
@NullMarked
package io.oncegate.campaign;

import org.jspecify.annotations.NullMarked;
