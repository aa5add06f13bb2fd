/**
 * The pages in a browser, as people use them: on a phone and at a desk, with and without
 * JavaScript, by mouse and by keyboard.
 */
@NullMarked
package io.oncegate.browser;

import org.jspecify.annotations.NullMarked;
