/**
 * The ways in: all routes, and the order of the filters. HTTP is known here and in the
 * rooms below, and nowhere else.
 */
@NullMarked
package io.oncegate.web;

import org.jspecify.annotations.NullMarked;
