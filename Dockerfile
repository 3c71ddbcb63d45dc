# Build: the whole product from source. The first layer changes only with pom.xml, so a changed class costs seconds.
FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml .
RUN mvn -B -q dependency:go-offline
COPY src src
RUN mvn -B -q -DskipTests package \
    && java -Djarmode=tools -jar target/upkeep.jar extract --layers --launcher --destination layers

FROM eclipse-temurin:21.0.7_6-jre-noble
RUN groupadd --system --gid 10001 upkeep \
    && useradd --system --uid 10001 --gid upkeep --home-dir /app --shell /usr/sbin/nologin upkeep \
    && mkdir -p /app/data /app/routes \
    && chown -R upkeep:upkeep /app/data
WORKDIR /app
# what changes least comes first
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY application.yaml ./
COPY routes routes
USER 10001:10001
EXPOSE 8080
VOLUME /app/data
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD curl --fail --silent --output /dev/null http://127.0.0.1:8080/actuator/health || exit 1
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
