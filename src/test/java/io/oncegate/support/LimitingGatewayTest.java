package io.oncegate.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.TestPropertySource;

/**
 * A gateway that limits what a client may do so often, behind a proxy and an address of
 * HTTPS; shared by all tests that carry this.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@GatewayTest
@TestPropertySource(properties = { "oncegate.rate-limit=on", "oncegate.trusted-proxies=127.0.0.0/8,::1",
		"oncegate.public-url=https://book.example.org" })
@Slow
public @interface LimitingGatewayTest {

}
