/** Starting the gateway: what it checks, creates and prints. */
@NullMarked
package io.oncegate;

import org.jspecify.annotations.NullMarked;
