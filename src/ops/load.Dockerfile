# The load generator `gatling`, without Maven at run time.

FROM maven:3.9.16-eclipse-temurin-17 AS build
WORKDIR /build/gatling
COPY gatling/pom.xml ./
COPY gatling/src src
RUN --mount=type=cache,target=/maven mvn -Dmaven.repo.local=/maven -B -ntp test-compile dependency:copy-dependencies -DoutputDirectory=target/lib

FROM eclipse-temurin:25.0.3_9-jre-noble
WORKDIR /load
COPY --from=build /build/gatling/target/lib/ lib/
COPY --from=build /build/gatling/target/test-classes/ classes/
# The mount point of a volume, which inherits its owner.
RUN ["install", "--directory", "--owner=10001", "--group=10001", "/reports"]
USER 10001:10001
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", "classes:lib/*", "io.gatling.app.Gatling", "--results-folder", "/reports"]
