package io.upkeep.notice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code upkeep.stakeholders} as it is written in application.yaml, checked when it is read.
 *
 * @param stakeholders who is told what, by name
 */
@ConfigurationProperties("upkeep")
public record StakeholderProperties(Map<String, Entry> stakeholders) {

    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\]+@[A-Za-z0-9.-]+");
    private static final Pattern PIPELINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\*?|\\*");
    private static final Set<String> REPORTS = Set.of("weekly", "monthly", "quarterly", "annual");
    private static final Set<String> IMPACTS = Set.of("NO-IMPACT", "REDUCED-REDUNDANCY", "DEGRADED", "OUTAGE");

    /**
     * One stakeholder's settings; what is missing is null.
     *
     * @param slack a channel without #
     * @param email one address
     * @param pipelines names, * at the end stands for any rest; all when empty
     * @param impact only pipelines with one of these impacts; all when empty
     * @param news all, or problems for failures and what became of them
     * @param reports types of reports that are sent: weekly, monthly, quarterly, annual
     */
    public record Entry(
            String slack,
            String email,
            List<String> pipelines,
            List<String> impact,
            String news,
            List<String> reports) {}

    /** An absent list is an empty one. */
    public StakeholderProperties {
        stakeholders = stakeholders == null ? Map.of() : new LinkedHashMap<>(stakeholders);
    }

    /**
     * The stakeholders.
     *
     * @throws IllegalArgumentException naming the setting, its value and a right one
     */
    List<Stakeholder> checked() {
        return stakeholders.entrySet().stream()
                .map(entry -> checked(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Stakeholder checked(String name, Entry entry) {
        String slack = check(name, "slack", entry.slack(), CHANNEL, "a channel's name without #, such as maintenance");
        String email = check(name, "email", entry.email(), ADDRESS, "one address, such as operations@example.org");
        if (slack.isEmpty() && email.isEmpty()) {
            throw wrong(name, "slack", "", "a channel, or set email: a stakeholder needs one of the two");
        }
        List<String> pipelines = entry.pipelines() == null ? List.of() : entry.pipelines();
        pipelines.forEach(pipeline -> check(name, "pipelines", pipeline, PIPELINE, "names such as deploy-*"));
        List<String> impact =
                words(name, "impact", entry.impact(), IMPACTS, "NO-IMPACT, REDUCED-REDUNDANCY, DEGRADED or OUTAGE");
        List<String> reports = words(name, "reports", entry.reports(), REPORTS, "weekly, monthly, quarterly or annual");
        return new Stakeholder(name, slack, email, pipelines, impact, news(name, entry.news()), reports);
    }

    private static List<String> words(
            String name, String setting, List<String> words, Set<String> known, String examples) {
        List<String> given = words == null ? List.of() : words;
        for (String word : given) {
            if (!known.contains(word)) {
                throw wrong(name, setting, word, examples);
            }
        }
        return given;
    }

    private static Stakeholder.Amount news(String name, String news) {
        try {
            return news == null
                    ? Stakeholder.Amount.ALL
                    : Stakeholder.Amount.valueOf(news.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong(name, "news", news, "all or problems");
        }
    }

    private static String check(String name, String setting, String value, Pattern right, String example) {
        if (value == null || value.isBlank()) {
            return "";
        }
        if (!right.matcher(value).matches()) {
            throw wrong(name, setting, value, example);
        }
        return value;
    }

    private static IllegalArgumentException wrong(String name, String setting, String value, String example) {
        return new IllegalArgumentException(
                "stakeholder '%s': %s '%s' is not valid; write %s (application.yaml, upkeep.stakeholders.%s.%s)"
                        .formatted(name, setting, value, example, name, setting));
    }
}
