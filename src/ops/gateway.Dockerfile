# The gateway. Each step can be done by hand, and src/ops/by-hand does.

# Built with the JDK of the project; Java code of release 17 runs on any later one.
FROM maven:3.9.16-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
# Of which the commit is read that /actuator/info tells.
COPY .git .git
# What Maven downloads is kept between builds, and in no layer.
RUN --mount=type=cache,target=/maven mvn -Dmaven.repo.local=/maven -B -ntp package -Dmaven.test.skip=true
RUN ["java", "-Djarmode=tools", "-jar", "target/oncegate.jar", "extract", "--layers", "--destination", "layers"]

# The libraries change seldom, and are a layer of their own.
FROM eclipse-temurin:25.0.3_9-jre-noble AS app
# The built-in PostgreSQL, which serves the training, does not run as root, nor as a user without a name.
RUN ["groupadd", "--gid", "10001", "oncegate"]
RUN ["useradd", "--uid", "10001", "--gid", "10001", "--no-create-home", "oncegate"]
# Where a volume is mounted, which takes over its owner.
RUN ["install", "--directory", "--owner=10001", "--group=10001", "/uploads"]
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY src/ops/jvm.options ./
USER 10001:10001

# A start with the built-in stores, after which the JVM writes down the classes that it has loaded and linked. It must be this
# very JVM with these very files, which is why it is done here; and a heap of less than 32 GB, as it has when it runs: half of a
# large machine's memory would be addressed in another way.
FROM app AS training
ENV ONCEGATE_DATA_DIR=/tmp/data
RUN ["java", "@jvm.options", "-Xmx512m", "-XX:AOTCacheOutput=/tmp/oncegate.aot", "-Xlog:aot=error", "-Dspring.context.exit=onRefresh", "-jar", "oncegate.jar"]

FROM app
COPY --from=training /tmp/oncegate.aot ./
EXPOSE 8080 8081
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=oncegate.aot", "-jar", "oncegate.jar"]
