@NullMarked
package io.oncegate.support;

import org.jspecify.annotations.NullMarked;
