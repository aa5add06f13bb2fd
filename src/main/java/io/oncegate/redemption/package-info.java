/** The use case: claim, commit, then confirm, release or leave to the lease. */
@NullMarked
package io.oncegate.redemption;

import org.jspecify.annotations.NullMarked;
