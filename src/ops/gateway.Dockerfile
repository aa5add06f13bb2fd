# The gateway. src/ops/by-hand does the same without Docker.

# Built with the project's JDK, 17; the code runs on any later one.
FROM maven:3.9.16-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
# The source of the commit shown by /actuator/info.
COPY .git .git
# Maven's downloads are cached between builds, but not part of any layer.
RUN --mount=type=cache,target=/maven mvn -Dmaven.repo.local=/maven -B -ntp package -Dmaven.test.skip=true
RUN ["java", "-Djarmode=tools", "-jar", "target/oncegate.jar", "extract", "--layers", "--destination", "layers"]

# The libraries rarely change, so they have their own layer.
FROM eclipse-temurin:25.0.3_9-jre-noble AS app
# The training run uses the built-in PostgreSQL, which refuses to run as root or as a user without a name.
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

# The training run: a start with the built-in stores, after which the JVM records the classes that it loaded and linked.
# It takes place here because the record is valid only for exactly this JVM and exactly these files. The heap must be
# below 32 GB, as at run time: half of a large machine's memory would be addressed differently.
FROM app AS training
ENV ONCEGATE_DATA_DIR=/tmp/data
RUN ["java", "@jvm.options", "-Xmx512m", "-XX:AOTCacheOutput=/tmp/oncegate.aot", "-Xlog:aot=error", "-Dspring.context.exit=onRefresh", "-jar", "oncegate.jar"]

FROM app
COPY --from=training /tmp/oncegate.aot ./
EXPOSE 8080 8081
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=oncegate.aot", "-jar", "oncegate.jar"]
