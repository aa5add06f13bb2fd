/** Routes, handlers and pages: the only room that knows HTTP. */
@NullMarked
package io.oncegate.web;

import org.jspecify.annotations.NullMarked;
