package io.upkeep.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Upkeep as a process of its own, without its web pages, on a database of the shared sandbox. */
public final class ProductProcess {

    private ProductProcess() {}

    /**
     * Not started yet, so that more can be set.
     *
     * @param place its {@code routes} and {@code data} are there, and {@code output.log}
     * @param database the name of its own database
     */
    public static ProcessBuilder in(Path place, String database, String classPath) {
        Map<String, String> sandbox = Sandbox.shared().properties();
        ProcessBuilder start = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx384m",
                        "-cp",
                        classPath,
                        "io.upkeep.UpkeepApplication"))
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("output.log").toFile());
        Map<String, String> environment = start.environment();
        environment.put("SPRING_CONFIG_LOCATION", "classpath:/application.yaml");
        environment.put("SPRING_MAIN_WEB_APPLICATION_TYPE", "none");
        environment.put("SPRING_DATASOURCE_URL", Sandbox.shared().postgres().createUpkeepDatabase(database));
        environment.put("SPRING_DATASOURCE_USERNAME", sandbox.get("spring.datasource.username"));
        environment.put("SPRING_DATASOURCE_PASSWORD", sandbox.get("spring.datasource.password"));
        environment.put("UPKEEP_DATA_DIRECTORY", place.resolve("data").toString());
        environment.put("UPKEEP_ROUTES_DIRECTORY", place.resolve("routes").toString());
        return start;
    }
}
