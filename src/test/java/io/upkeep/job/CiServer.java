package io.upkeep.job;

import java.util.List;
import java.util.Map;

/** A GitLab for tests of other packages: follows its published API, as {@link JobKameletsTest} uses it. */
public final class CiServer implements AutoCloseable {

    /** What it knows Upkeep by. */
    public static final String TOKEN = JobServerStandIn.TOKEN;

    private static final String GOOD = "success";

    private final JobServerStandIn server = new GitLabStandIn();

    /** Where it is. */
    public String address() {
        return server.address();
    }

    /** How pipelines end from now on. */
    public void ends(boolean good) {
        server.result = good ? GOOD : "failed";
    }

    /** What pipelines were started with. */
    public List<Map<String, String>> started() {
        return List.copyOf(server.started);
    }

    @Override
    public void close() {
        server.close();
    }
}
