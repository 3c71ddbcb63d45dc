package io.upkeep.update;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What is pending on hosts, as routes see it: {@code method: {ref: pendingUpdates, method: …}}. */
@Component("pendingUpdates")
public class PendingUpdates {

    /**
     * Reads what {@code list-updates.sh} printed on each host and decides whether the update may begin.
     *
     * @param outcomes the body that {@code fleet:} leaves
     * @param scope {@code security} or {@code all}
     * @return {@code hosts}: names of those that have something to do; {@code text}: what would change, for people
     * @throws UpdateRefused naming every host with half installed packages
     */
    public Map<String, Object> read(Map<String, Object> outcomes, String scope) {
        Scope wanted = Scope.parse(scope);
        Map<String, HostUpdates> hosts = new TreeMap<>();
        outcomes.forEach((host, outcome) -> hosts.put(host, HostUpdates.read(host, stdout(outcome))));
        List<String> broken =
                hosts.keySet().stream().filter(host -> hosts.get(host).broken()).toList();
        if (!broken.isEmpty()) {
            throw new UpdateRefused("packages are half installed on %s; mend them first: dpkg --configure -a"
                    .formatted(String.join(", ", broken)));
        }
        Map<String, Object> pending = new LinkedHashMap<>();
        pending.put(
                "hosts",
                hosts.keySet().stream()
                        .filter(host -> hosts.get(host).rebootRequired()
                                || !hosts.get(host).of(wanted).isEmpty())
                        .toList());
        pending.put("text", text(hosts, wanted));
        return pending;
    }

    private static String stdout(Object outcome) {
        return outcome instanceof Map<?, ?> map ? String.valueOf(map.get("stdout")) : "";
    }

    private static String text(Map<String, HostUpdates> hosts, Scope scope) {
        List<String> lines = new ArrayList<>();
        hosts.forEach((host, updates) -> {
            List<HostUpdates.Change> changes = updates.of(scope);
            lines.add("%s: %d of %d pending updates (%s)%s%s"
                    .formatted(
                            host,
                            changes.size(),
                            updates.changes().size(),
                            scope.word(),
                            updates.rebootRequired() ? ", asks for a reboot already" : "",
                            updates.listsAge() == null ? "" : ", lists are " + age(updates.listsAge())));
            changes.forEach(change -> lines.add("  " + change));
            updates.held().forEach(name -> lines.add("  " + name + " is held and stays"));
            updates.removed().forEach(name -> lines.add("  " + name + " would be removed by dist-upgrade"));
        });
        return String.join("\n", lines);
    }

    private static String age(long seconds) {
        return seconds < 3600 ? "fresh" : seconds / 3600 + " h old; they are fetched before the update";
    }
}
