package io.upkeep.pipeline.timer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzConstants;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.component.quartz.QuartzHelper;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Makes the triggers that Quartz keeps in the database those of the running routes. By itself camel-quartz notices a
 * changed cron expression, but no changed time zone or policy, and what belonged to a removed route fires on for ever.
 */
@Component
class StoredTriggers {

    private static final Logger LOG = LoggerFactory.getLogger(StoredTriggers.class);

    private final ObjectProvider<Scheduler> scheduler;
    private final ObjectProvider<CamelContext> camel;

    StoredTriggers(ObjectProvider<Scheduler> scheduler, ObjectProvider<CamelContext> camel) {
        this.scheduler = scheduler;
        this.camel = camel;
    }

    /** Mends what differs; may be repeated. */
    void mend() {
        Scheduler quartz = scheduler.getIfAvailable();
        if (quartz == null) {
            return;
        }
        try {
            Map<TriggerKey, QuartzEndpoint> wanted = wanted();
            for (TriggerKey key : quartz.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
                Trigger trigger = quartz.getTrigger(key);
                if (trigger != null && isOurs(quartz.getJobDetail(trigger.getJobKey()))) {
                    mend(quartz, trigger, wanted.get(key));
                }
            }
            removeLeftovers(quartz);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the stored triggers cannot be compared with the routes", e);
        }
    }

    private void mend(Scheduler quartz, Trigger stored, QuartzEndpoint endpoint) throws SchedulerException {
        if (endpoint == null) {
            quartz.unscheduleJob(stored.getKey());
            LOG.info("The stored trigger {} has no route any more and is removed", stored.getKey());
            return;
        }
        if (stored instanceof CronTrigger cron && endpoint.getCron() != null && differs(cron, endpoint)) {
            quartz.rescheduleJob(stored.getKey(), as(cron, endpoint));
            LOG.info("The stored trigger {} is set to its route: {}", stored.getKey(), endpoint.getCron());
        }
        TriggerState state = quartz.getTriggerState(stored.getKey());
        if (state == TriggerState.ERROR) {
            quartz.resetTriggerFromErrorState(stored.getKey());
        } else if (state == TriggerState.PAUSED) {
            quartz.resumeTrigger(stored.getKey());
        }
    }

    private static boolean differs(CronTrigger stored, QuartzEndpoint endpoint) {
        return !stored.getCronExpression().equals(endpoint.getCron())
                || !stored.getTimeZone().hasSameRules(zone(endpoint))
                || !stored.getTimeZone().getID().equals(zone(endpoint).getID())
                || stored.getMisfireInstruction() != instruction(endpoint);
    }

    private static Trigger as(CronTrigger stored, QuartzEndpoint endpoint) {
        CronScheduleBuilder schedule =
                CronScheduleBuilder.cronSchedule(endpoint.getCron()).inTimeZone(zone(endpoint));
        return stored.getTriggerBuilder()
                .withSchedule(
                        instruction(endpoint) == CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING
                                ? schedule.withMisfireHandlingInstructionDoNothing()
                                : schedule.withMisfireHandlingInstructionFireAndProceed())
                .build();
    }

    private static TimeZone zone(QuartzEndpoint endpoint) {
        Object zone = endpoint.getTriggerParameters().get("timeZone");
        return zone == null ? TimeZone.getDefault() : TimeZone.getTimeZone(zone.toString());
    }

    private static int instruction(QuartzEndpoint endpoint) {
        return MissedPolicy.of(endpoint.getTriggerParameters().get("misfireInstruction")) == MissedPolicy.SKIP
                ? CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING
                : CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW;
    }

    private void removeLeftovers(Scheduler quartz) throws SchedulerException {
        for (JobKey key : quartz.getJobKeys(GroupMatcher.anyJobGroup())) {
            if (quartz.getTriggersOfJob(key).isEmpty() && isOurs(quartz.getJobDetail(key))) {
                quartz.deleteJob(key);
                LOG.info("The stored job {} has no trigger any more and is removed", key);
            }
        }
    }

    /** Others may keep jobs in the same tables. */
    private boolean isOurs(JobDetail job) {
        return job != null
                && Optional.ofNullable(job.getJobDataMap().get(QuartzConstants.QUARTZ_CAMEL_CONTEXT_NAME))
                        .filter(QuartzHelper.getQuartzContextName(camel.getObject())::equals)
                        .isPresent();
    }

    private Map<TriggerKey, QuartzEndpoint> wanted() {
        Map<TriggerKey, QuartzEndpoint> wanted = new HashMap<>();
        for (Route route : camel.getObject().getRoutes()) {
            if (route.getEndpoint() instanceof QuartzEndpoint endpoint) {
                wanted.put(endpoint.getTriggerKey(), endpoint);
            }
        }
        return wanted;
    }
}
