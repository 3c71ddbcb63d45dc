package io.upkeep.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server advises to look at addresses of its API; at a terminal the command that shows the same is of more help. */
final class Advice {

    private static final Pattern ADDRESS = Pattern.compile("GET /api/([a-z-]+(?:/[a-z]+)?)(\\?all=true)?");
    private static final Map<String, String> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("approvals", "approvals");
        COMMANDS.put("backups", "backup list");
        COMMANDS.put("documents", "docs list");
        COMMANDS.put("findings", "findings");
        COMMANDS.put("findings/checks", "findings");
        COMMANDS.put("freezes", "freeze list");
        COMMANDS.put("incidents", "incidents list");
        COMMANDS.put("locks", "lock list");
        COMMANDS.put("nodes", "nodes");
        COMMANDS.put("pipelines", "pipelines");
        COMMANDS.put("reports", "report list");
        COMMANDS.put("reviews", "review list");
        COMMANDS.put("runs", "runs list");
        COMMANDS.put("targets", "targets");
        COMMANDS.put("updates", "updates list");
        COMMANDS.put("windows", "window list");
    }

    private Advice() {}

    /** {@code no run has the id x; upkeep runs list lists them}; what has no command stays as it is. */
    static String atTerminal(String message) {
        return ADDRESS.matcher(message).replaceAll(found -> {
            String command = COMMANDS.get(found.group(1));
            return Matcher.quoteReplacement(
                    command == null ? found.group() : "upkeep " + command + (found.group(2) == null ? "" : " --all"));
        });
    }
}
