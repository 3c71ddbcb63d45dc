package io.upkeep.pipeline;

import org.apache.camel.Component;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/** The options of a pipeline that say when its runs may start and what is done when a step fails. */
public abstract class GovernedEndpoint extends DefaultEndpoint {

    @UriParam(
            label = "consumer",
            defaultValue = "none",
            description = "Windows it may start in, comma separated; none = any time")
    private String window = "none";

    @UriParam(
            label = "consumer",
            defaultValue = "none",
            description = "Roles whose yes it needs, comma separated; none = no one is asked")
    private String approval = "none";

    @UriParam(
            label = "consumer",
            defaultValue = "queue",
            description = "What a run does when as many as may be are under way: queue, skip, cancel-older",
            enums = "queue,skip,cancel-older")
    private String overlap = "queue";

    @UriParam(
            label = "consumer",
            defaultValue = "",
            description = "Pipelines whose newest run must have succeeded, comma separated")
    private String dependsOn = "";

    @UriParam(
            label = "consumer",
            defaultValue = "",
            description =
                    "Starts only with a verified backup younger than this, such as 24h; or with one of each series "
                            + "that is named, such as database=24h,configuration=2d")
    private String backupWithin = "";

    @UriParam(
            label = "consumer",
            defaultValue = "finish",
            description = "What to do when its window closes: finish, or stop before the next step and roll back",
            enums = "finish,stop")
    private String overrun = "finish";

    @UriParam(label = "consumer", defaultValue = "0", description = "Higher starts first among the runs that wait")
    private int priority = 0;

    @UriParam(
            label = "consumer",
            defaultValue = "",
            description = "Ids of steps that change nothing, comma separated; a plan executes them")
    private String readOnly = "";

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "How often a failed step is tried again: 2, or deploy=3,verify=1")
    private String retries = "0";

    @UriParam(
            label = "consumer",
            defaultValue = "5s",
            description = "Pause before the first retry, doubled with each: 5s, or deploy=30s")
    private String backoff = "5s";

    @UriParam(
            label = "consumer",
            defaultValue = "",
            description = "A step that is past it is ended and fails: 10m, or deploy=5m,verify=1m")
    private String stepTimeout = "";

    GovernedEndpoint(String uri, Component component) {
        super(uri, component);
    }

    /** The window option; see {@link io.upkeep.window.WindowChoice}. */
    public String getWindow() {
        return window;
    }

    /** Sets it. */
    public void setWindow(String window) {
        this.window = window;
    }

    /** Roles, comma separated. */
    public String getApproval() {
        return approval;
    }

    /** Sets it. */
    public void setApproval(String approval) {
        this.approval = approval;
    }

    /** queue, skip or cancel-older. */
    public String getOverlap() {
        return overlap;
    }

    /** Sets it. */
    public void setOverlap(String overlap) {
        this.overlap = overlap;
    }

    /** Pipelines, comma separated. */
    public String getDependsOn() {
        return dependsOn;
    }

    /** Sets it. */
    public void setDependsOn(String dependsOn) {
        this.dependsOn = dependsOn;
    }

    /** Ages of backups; empty for no gate. */
    public String getBackupWithin() {
        return backupWithin;
    }

    /** Sets it. */
    public void setBackupWithin(String backupWithin) {
        this.backupWithin = backupWithin;
    }

    /** finish or stop. */
    public String getOverrun() {
        return overrun;
    }

    /** Sets it. */
    public void setOverrun(String overrun) {
        this.overrun = overrun;
    }

    /** Usually 0. */
    public int getPriority() {
        return priority;
    }

    /** Sets it. */
    public void setPriority(int priority) {
        this.priority = priority;
    }

    /** Step ids, comma separated. */
    public String getReadOnly() {
        return readOnly;
    }

    /** Sets it. */
    public void setReadOnly(String readOnly) {
        this.readOnly = readOnly;
    }

    /** A number, or one per step. */
    public String getRetries() {
        return retries;
    }

    /** Sets it. */
    public void setRetries(String retries) {
        this.retries = retries;
    }

    /** A duration, or one per step. */
    public String getBackoff() {
        return backoff;
    }

    /** Sets it. */
    public void setBackoff(String backoff) {
        this.backoff = backoff;
    }

    /** A duration, or one per step. */
    public String getStepTimeout() {
        return stepTimeout;
    }

    /** Sets it. */
    public void setStepTimeout(String stepTimeout) {
        this.stepTimeout = stepTimeout;
    }
}
