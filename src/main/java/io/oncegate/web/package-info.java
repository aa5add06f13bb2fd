/**
 * The entrance: all routes, and the order of the filters. Only this package and its
 * subpackages know HTTP.
 */
@NullMarked
package io.oncegate.web;

import org.jspecify.annotations.NullMarked;
