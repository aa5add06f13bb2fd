# The gateway. Every step can be run by hand, and src/ops/by-hand does so.

# Built with the project's JDK; code for release 17 runs on any later one.
FROM maven:3.9.16-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
# The source of the commit shown by /actuator/info.
COPY .git .git
# Maven's downloads are kept between builds, but in no layer.
RUN --mount=type=cache,target=/maven mvn -Dmaven.repo.local=/maven -B -ntp package -Dmaven.test.skip=true
RUN ["java", "-Djarmode=tools", "-jar", "target/oncegate.jar", "extract", "--layers", "--destination", "layers"]

# The libraries rarely change, so they have their own layer.
FROM eclipse-temurin:25.0.3_9-jre-noble AS app
# The built-in PostgreSQL, used for the training run, runs neither as root nor as a user without a name.
RUN ["groupadd", "--gid", "10001", "oncegate"]
RUN ["useradd", "--uid", "10001", "--gid", "10001", "--no-create-home", "oncegate"]
# The mount point of a volume, which inherits its owner.
RUN ["install", "--directory", "--owner=10001", "--group=10001", "/uploads"]
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY src/ops/jvm.options ./
USER 10001:10001

# A start with the built-in stores, after which the JVM records the classes that it has loaded and linked. It must be
# exactly this JVM with exactly these files, which is why it runs here; and a heap below 32 GB, as at run time: half of a
# large machine's memory would be addressed differently.
FROM app AS training
ENV ONCEGATE_DATA_DIR=/tmp/data
RUN ["java", "@jvm.options", "-Xmx512m", "-XX:AOTCacheOutput=/tmp/oncegate.aot", "-Xlog:aot=error", "-Dspring.context.exit=onRefresh", "-jar", "oncegate.jar"]

FROM app
COPY --from=training /tmp/oncegate.aot ./
EXPOSE 8080 8081
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=oncegate.aot", "-jar", "oncegate.jar"]
