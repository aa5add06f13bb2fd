/** What is handed to people outside the pages: calendar files. */
@NullMarked
package io.oncegate.notice;

import org.jspecify.annotations.NullMarked;
