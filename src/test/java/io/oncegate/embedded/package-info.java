@NullMarked
package io.oncegate.embedded;

import org.jspecify.annotations.NullMarked;
