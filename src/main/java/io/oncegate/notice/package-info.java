/** What people get besides pages: calendar files. */
@NullMarked
package io.oncegate.notice;

import org.jspecify.annotations.NullMarked;
