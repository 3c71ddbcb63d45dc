package io.upkeep.notice;

import io.upkeep.notice.PipelineTraits.Traits;
import io.upkeep.notice.Stakeholder.Amount;
import io.upkeep.run.RunListener;
import io.upkeep.run.RunNews;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes the notices of a run's change down in the transaction that records the change. */
@Component
class NoticeWriter implements RunListener {

    private final Notices notices;
    private final PipelineTraits pipelines;
    private final List<Stakeholder> stakeholders;
    private final MediaInUse media;

    NoticeWriter(Notices notices, PipelineTraits pipelines, StakeholderProperties properties, MediaInUse media) {
        this.notices = notices;
        this.pipelines = pipelines;
        this.stakeholders = properties.checked();
        this.media = media;
    }

    @Override
    public boolean wants(RunNews news) {
        return !stakeholders.isEmpty() && NoticeRules.isWorthTelling(news);
    }

    @Override
    public void changed(RunNews news) {
        Traits traits = pipelines.of(news.run());
        for (Medium medium : media.all()) {
            addresses(news, traits, medium).forEach((address, amount) -> tell(news, traits, medium, address, amount));
        }
    }

    private void tell(RunNews news, Traits traits, Medium medium, String address, Amount amount) {
        boolean isOpen = notices.isOpen(news.run().id(), medium, address);
        notices.add(
                news.run().id(),
                medium == Medium.SLACK
                        ? NoticeRules.slack(news, traits, address, amount, isOpen)
                        : NoticeRules.mail(news, traits, address, amount, isOpen));
    }

    /** Each address once; where stakeholders share one, the most that any of them wants. */
    private Map<String, Amount> addresses(RunNews news, Traits traits, Medium medium) {
        Map<String, Amount> addresses = new LinkedHashMap<>();
        stakeholders.stream()
                .filter(stakeholder -> !stakeholder.address(medium).isEmpty())
                .filter(stakeholder -> stakeholder.wants(news.run().pipeline(), traits))
                .forEach(stakeholder -> addresses.merge(
                        stakeholder.address(medium), stakeholder.news(), (a, b) -> a == Amount.ALL ? a : b));
        return addresses;
    }
}
