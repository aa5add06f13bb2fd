package io.oncegate.claim;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How claims are kept.
 *
 * @param claimLease how long a claim whose outcome is unknown keeps its link
 */
@ConfigurationProperties("oncegate")
record ClaimProperties(@DefaultValue("30s") Duration claimLease) {

	ClaimProperties {
		if (claimLease.isNegative() || claimLease.isZero()) {
			throw new IllegalArgumentException("ONCEGATE_CLAIM_LEASE must be longer than nothing, like 30s");
		}
	}

}
