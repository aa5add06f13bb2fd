package io.oncegate.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.oncegate.support.GatewayTest;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of the shared gateway's pages in a browser. A test takes a {@link Browsing} as a
 * parameter, and most run once for each {@link Visitor}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({ BrowserIsThere.class, Browsing.Windows.class })
@GatewayTest
@Slow
@interface BrowserTest {

}
