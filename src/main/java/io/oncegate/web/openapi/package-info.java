/** The description of the API, for programs and for people. */
@NullMarked
package io.oncegate.web.openapi;

import org.jspecify.annotations.NullMarked;
