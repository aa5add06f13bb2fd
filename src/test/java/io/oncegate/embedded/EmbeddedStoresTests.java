package io.oncegate.embedded;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Conditional;

import static org.assertj.core.api.Assertions.assertThat;

/** Which settings switch a built-in store off. */
class EmbeddedStoresTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			spring.data.redis.database=0           | true
			spring.data.redis.host=                | true
			spring.data.redis.host=h               | false
			spring.data.redis.port=6379            | false
			spring.data.redis.url=redis://h:1      | false
			spring.data.redis.sentinel.master=m    | false
			spring.data.redis.cluster.nodes=h:1    | false
			spring.data.redis.cluster.nodes[0]=h:1 | false
			spring.data.redis.masterreplica.nodes[0]=h:1 | false
			""")
	void anAddressOfRedisInWhateverFormSwitchesTheBuiltInOneOff(String setting, boolean isOn) {
		assertThat(isOn(WithBuiltInRedis.class, setting)).isEqualTo(isOn);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			spring.r2dbc.username=u            | true
			spring.r2dbc.url=                  | true
			spring.r2dbc.url=r2dbc:postgresql:failover://h1,h2/d | false
			""")
	void anAddressOfPostgresSwitchesTheBuiltInOneOff(String setting, boolean isOn) {
		assertThat(isOn(WithBuiltInPostgres.class, setting)).isEqualTo(isOn);
	}

	private static boolean isOn(Class<?> store, String setting) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(setting).applyTo(context);
			context.register(store);
			context.refresh();
			return context.getBeanNamesForType(store).length > 0;
		}
	}

	@Conditional(EmbeddedStores.NoRedisAddress.class)
	static class WithBuiltInRedis {

	}

	@Conditional(EmbeddedStores.NoPostgresAddress.class)
	static class WithBuiltInPostgres {

	}

}
