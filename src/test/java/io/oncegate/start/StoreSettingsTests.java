package io.oncegate.start;

import io.oncegate.setting.StartException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which settings of the stores, as environment variables, are taken and which refused.
 */
class StoreSettingsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					# read by nobody
					SPRING_DATA_REDIS_SSL=true SPRING_DATA_REDIS_SSL_BUNDLE=b          | SPRING_DATA_REDIS_SSL is
					SPRING_DATA_REDIS_SSL_ENABLE=true                                  | SPRING_DATA_REDIS_SSL_ENABLE is
					SPRING_DATA_REDIS_TLS_ENABLED=true                                 | SPRING_DATA_REDIS_TLS_ENABLED is
					SPRING_DATA_REDIS_PASSWD=s3cret                                    | SPRING_DATA_REDIS_PASSWD is
					SPRING_DATA_REDIS_CLUSTER_NODE=h:1                                 | SPRING_DATA_REDIS_CLUSTER_NODE is
					SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATES=/ca.crt        | TRUSTSTORE_CERTIFICATES is
					SPRING_SSL_BUNDLE_REDIS_TRUSTSTORE_CERTIFICATE=/ca.crt             | SPRING_SSL_BUNDLE_REDIS
					SPRING_R2DBC_USER=ann                                              | SPRING_R2DBC_USER is
					SPRING_R2DBC_SSLMODE=require                                       | SPRING_R2DBC_SSLMODE is
					SPRING_FLYWAY_USERNAME=ann                                         | SPRING_FLYWAY_USERNAME is
					# without effect
					SPRING_DATA_REDIS_SSL_BUNDLE=b SPRING_DATA_REDIS_SSL_ENABLED=false | SPRING_DATA_REDIS_SSL_BUNDLE has
					SPRING_DATA_REDIS_URL=rediss://h:1 SPRING_DATA_REDIS_SSL_ENABLED=false | SPRING_DATA_REDIS_SSL_ENABLED is
					SPRING_DATA_REDIS_URL=redis://h:1 SPRING_DATA_REDIS_PASSWORD=s3cret    | SPRING_DATA_REDIS_PASSWORD has
					SPRING_DATA_REDIS_URL=redis://a:s3cret@h:1 SPRING_DATA_REDIS_USERNAME=b | SPRING_DATA_REDIS_USERNAME has
					SPRING_DATA_REDIS_URL=rediss://h:1?verifyPeer=NONE                 | SPRING_DATA_REDIS_URL has
					SPRING_DATA_REDIS_URL=redis://h:1/0?ssl=true                       | SPRING_DATA_REDIS_URL has
					SPRING_DATA_REDIS_URL=redis://:s3cret@h:1#rediss                   | SPRING_DATA_REDIS_URL has
					# not an address
					SPRING_DATA_REDIS_URL=redis-s://:s3cret@h:1                        | SPRING_DATA_REDIS_URL is
					SPRING_DATA_REDIS_URL=redis+tls://:s3cret@h:1                      | SPRING_DATA_REDIS_URL is
					SPRING_DATA_REDIS_URL=h:1                                          | SPRING_DATA_REDIS_URL is
					SPRING_DATA_REDIS_URL=redis://:s3cret^@h:1                         | SPRING_DATA_REDIS_URL is
					SPRING_DATA_REDIS_URL=redis://:s3cret#1@h:1                        | SPRING_DATA_REDIS_URL has
					SPRING_DATA_REDIS_URL=redis://my_redis:1                           | SPRING_DATA_REDIS_URL has
					SPRING_DATA_REDIS_URL=redis://:s3cret@h                            | no port
					# no port
					SPRING_DATA_REDIS_URL=redis://:s3cret@h:99999                      | SPRING_DATA_REDIS_URL has an invalid port
					SPRING_DATA_REDIS_URL=redis://:s3cret@h:0                          | SPRING_DATA_REDIS_URL has an invalid port
					SPRING_DATA_REDIS_PORT=70000                                       | SPRING_DATA_REDIS_PORT is
					SPRING_DATA_REDIS_PORT=0                                           | SPRING_DATA_REDIS_PORT is
					SPRING_DATA_REDIS_PORT=-1                                          | SPRING_DATA_REDIS_PORT is
					SPRING_DATA_REDIS_CLUSTER_NODES=h                                  | SPRING_DATA_REDIS_CLUSTER_NODES has
					SPRING_DATA_REDIS_CLUSTER_NODES=h:1,h:99999                        | SPRING_DATA_REDIS_CLUSTER_NODES has
					SPRING_DATA_REDIS_CLUSTER_NODES_0=:1                               | SPRING_DATA_REDIS_CLUSTER_NODES has
					SPRING_DATA_REDIS_MASTERREPLICA_NODES=h:one                        | SPRING_DATA_REDIS_MASTERREPLICA_NODES has
					SPRING_DATA_REDIS_SENTINEL_MASTER=m SPRING_DATA_REDIS_SENTINEL_NODES=h | SPRING_DATA_REDIS_SENTINEL_NODES has
					SPRING_DATA_REDIS_SENTINEL_NODES=h:1                               | without SPRING_DATA_REDIS_SENTINEL_MASTER
					SPRING_DATA_REDIS_SENTINEL_MASTER=m                                | without SPRING_DATA_REDIS_SENTINEL_NODES
					# the rest of the address
					SPRING_DATA_REDIS_URL=redis://:s3cret@h:1/zero                     | database number
					SPRING_DATA_REDIS_URL=redis://:s3cret@h:1/0/1                      | database number
					""")
	void whatNobodyUnderstandsIsRefused(String settings, String saying) {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> check(settings))
			.withMessageContaining(saying)
			.withMessageNotContainingAny("s3cret", "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SPRING_DATA_REDIS_URL=redis://h:1", "SPRING_DATA_REDIS_URL=rediss://ann:s%40cret@h:1/2",
			"SPRING_DATA_REDIS_URL=rediss://[::1]:6379/",
			"SPRING_DATA_REDIS_URL=redis://:a@h:1 SPRING_DATA_REDIS_PASSWORD=a",
			"SPRING_DATA_REDIS_URL=redis://h:1 SPRING_DATA_REDIS_SSL_ENABLED=true",
			"SPRING_DATA_REDIS_SSL_ENABLED=true SPRING_DATA_REDIS_SSL_BUNDLE=b", "SPRING_DATA_REDIS_CONNECT_TIMEOUT=1s",
			"SPRING_DATA_REDIS_CONNECTTIMEOUT=1s", "SPRING_DATA_REDIS_CLUSTER_NODES=h:1,h:2",
			"SPRING_DATA_REDIS_CLUSTER_NODES_0=h:1", "SPRING_DATA_REDIS_CLUSTER_NODES=[::1]:65535",
			"SPRING_DATA_REDIS_SENTINEL_MASTER=m SPRING_DATA_REDIS_SENTINEL_NODES=h:1",
			"SPRING_DATA_REDIS_LETTUCE_CLUSTER_REFRESH_PERIOD=1m", "SPRING_DATA_REDIS_LETTUCE_READ_FROM=upstream",
			"SPRING_DATA_REDIS_CLIENT_TYPE=lettuce", "SPRING_DATA_REDIS_REPOSITORIES_ENABLED=false",
			"SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE=/c SPRING_SSL_BUNDLE_PEM_REDIS_KEYSTORE_PRIVATE_KEY=/k",
			"SPRING_SSL_BUNDLE_PEM_REDIS_KEYSTORE_PRIVATEKEYPASSWORD=s SPRING_SSL_BUNDLE_PEM_REDIS_OPTIONS_ENABLED_PROTOCOLS=TLSv1.3",
			"SPRING_SSL_BUNDLE_JKS_REDIS_TRUSTSTORE_LOCATION=/c SPRING_SSL_BUNDLE_JKS_REDIS_TRUSTSTORE_PASSWORD=s",
			"SPRING_R2DBC_POOL_MAX_SIZE=5", "SPRING_R2DBC_POOL_MAXSIZE=5", "SPRING_R2DBC_PROPERTIES_SSLMODE=require",
			"SPRING_R2DBC_NAME=oncegate", "SPRING_FLYWAY_USER=ann SPRING_FLYWAY_PASSWORD=s",
			"SPRING_FLYWAY_DEFAULT_SCHEMA=bookings SPRING_FLYWAY_PLACEHOLDERS_A=b",
			"SPRING_FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK=false" })
	void whatSpringReadsIsTaken(String settings) {
		check(settings);
	}

	private static void check(String settings) {
		new StoreSettings().postProcessBeanFactory(Variables.of(settings));
	}

}
