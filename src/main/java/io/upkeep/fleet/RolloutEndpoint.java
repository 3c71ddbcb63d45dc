package io.upkeep.fleet;

import java.util.Locale;
import org.apache.camel.Component;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/** The options of {@code fleet:} that say which of the selected hosts work, and in which order and number. */
public abstract class RolloutEndpoint extends DefaultEndpoint {

    @UriParam(
            description = "Exchange variable with names of hosts, joined by commas: of the selector's hosts only these "
                    + "are used, for work that goes host by host. It narrows the selector and never widens it: a name "
                    + "that the selector does not select is refused, and so is an empty value.")
    private String only = "";

    @UriParam(
            defaultValue = "10",
            javaType = "int",
            description = "How many hosts work at the same time, from 1 to 200.")
    private String parallel = "10";

    @UriParam(
            description = "Hosts per wave, a number or a share of all such as 20%. The next wave starts when the last "
                    + "host of one has ended. Without it all hosts are one wave.")
    private String batch = "";

    @UriParam(
            defaultValue = "0",
            description = "How many hosts go first, a number or a share; all others start only if every one of these "
                    + "succeeded.")
    private String canary = "0";

    @UriParam(
            description = "How many hosts may fail, a number or a share; one more, and no further host is started. "
                    + "Without it: none with batch, any number without.")
    private String maxErrors = "";

    @UriParam(
            defaultValue = "fail",
            enums = "fail,result",
            description =
                    "What hosts that fail are, once every host has had its turn: a failure of this call, or a result "
                            + "beside those of the others, with failure, what and next under the host's name in the body. result is "
                            + "for scripts that only read (once=false), without batch, canary and maxErrors. What is no host's "
                            + "failure, such as a run that was stopped or a selection without hosts, fails in any case.")
    private String failedHosts = "fail";

    @UriParam(
            defaultValue = "name",
            enums = "name,reverse,selector,shuffle",
            description = "In which order hosts have their turn: by name, by name backwards, as the terms of the "
                    + "selector are written, or at random.")
    private String order = "name";

    RolloutEndpoint(String uri, Component component) {
        super(uri, component);
    }

    public String getOnly() {
        return only;
    }

    /** The exchange variable with the names of the hosts that are meant, of those that the selector selects. */
    public void setOnly(String only) {
        this.only = only.strip();
    }

    public String getParallel() {
        return parallel;
    }

    /** How many hosts work at the same time. */
    public void setParallel(String parallel) {
        this.parallel = parallel;
    }

    public String getBatch() {
        return batch;
    }

    /** Hosts per wave, a number or a share such as 20%; the next wave starts when the last host of one has ended. */
    public void setBatch(String batch) {
        this.batch = batch;
    }

    public String getCanary() {
        return canary;
    }

    /** How many hosts go first; all others start only if every one of these succeeded. */
    public void setCanary(String canary) {
        this.canary = canary;
    }

    public String getMaxErrors() {
        return maxErrors;
    }

    /** How many hosts may fail, a number or a share; one more, and no further host is started. */
    public void setMaxErrors(String maxErrors) {
        this.maxErrors = maxErrors;
    }

    public String getFailedHosts() {
        return failedHosts;
    }

    /** What hosts that fail are: a failure of the call, or a result beside those of the others. */
    public void setFailedHosts(String failedHosts) {
        this.failedHosts = failedHosts.toLowerCase(Locale.ROOT);
    }

    public String getOrder() {
        return order;
    }

    /** In which order hosts have their turn. */
    public void setOrder(String order) {
        this.order = order.toLowerCase(Locale.ROOT);
    }
}
