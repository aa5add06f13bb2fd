package io.oncegate.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.oncegate.ops.ComposeFile;
import io.r2dbc.postgresql.MultiHostConnectionStrategy.TargetServerType;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties.Sentinel;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether the gateway takes the settings that {@code src/ops/scale} gives it. */
@ExtendWith(OutputCaptureExtension.class)
class ScaleSettingsTests {

	@Test
	void theyAreTaken(CapturedOutput output) {
		DefaultListableBeanFactory beans = Variables.of(String.join(" ", variables()));
		new OwnSettings().postProcessBeanFactory(beans);
		new StoreSettings().postProcessBeanFactory(beans);
		assertThat(output.getAll()).doesNotContain("is not a setting");
		Binder binder = Binder.get(beans.getBean(Environment.class));
		ConnectionFactoryOptions postgres = PostgresAddress
			.of(binder.bind("spring.r2dbc", R2dbcProperties.class).get());
		assertThat(postgres.getValue(PostgresqlConnectionFactoryProvider.TARGET_SERVER_TYPE))
			.hasToString(TargetServerType.PRIMARY.getValue());
		assertThat(postgres.getValue(ConnectionFactoryOptions.HOST)).isEqualTo("postgres,postgres-2,postgres-3");
		Sentinel sentinel = Objects
			.requireNonNull(binder.bind("spring.data.redis", DataRedisProperties.class).get().getSentinel());
		assertThat(sentinel.getNodes()).hasSize(3);
		assertThat(sentinel.getPassword()).as("that of Redis").isEqualTo("s3cret");
	}

	/**
	 * What Compose sets if its own environment is empty, and the files of the secrets.
	 */
	private static List<String> variables() {
		List<String> variables = new ArrayList<>(List.of("SPRING_DATA_REDIS_PASSWORD=s3cret",
				"SPRING_R2DBC_PASSWORD=s3cret", "ONCEGATE_LINK_SECRET=s3cret"));
		ComposeFile.scaled().at("/services/gateway-2/environment").forEachEntry((name, value) -> {
			if (!value.isNull()) {
				variables.add(name + "="
						+ value.asString()
							.replaceAll("(?<!\\$)\\$\\{\\w+:\\+[^}]*}", "")
							.replaceAll("(?<!\\$)\\$\\{\\w+:-([^}]*)}", "$1")
							.replace("$$", "$"));
			}
		});
		return variables;
	}

}
