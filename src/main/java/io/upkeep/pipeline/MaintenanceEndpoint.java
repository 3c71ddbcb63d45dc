package io.upkeep.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/** One pipeline, named in the URI. Its options are all that an operator must know of it before starting it. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "maintenance",
        title = "Maintenance pipeline",
        syntax = "maintenance:name",
        remote = false,
        category = {Category.WORKFLOW})
@Metadata(
        description = "Declares a maintenance pipeline (from) or requests a run of one (to).",
        // the engine alone decides what a failure means, and how a run's exchange is made
        excludeProperties = "bridgeErrorHandler,exceptionHandler,exchangePattern,lazyStartProducer")
public class MaintenanceEndpoint extends GovernedEndpoint {

    private final PipelineCatalog catalog;
    private final Runs runs;

    @UriPath(description = "The pipeline's name: lower case words joined by hyphens.")
    @Metadata(required = true)
    private final String name;

    @UriParam(
            label = "consumer",
            description =
                    "Parameters that a run takes, as name:type declarations separated by commas: "
                            + "version:name!, environment:enum(staging|production)=staging. Types: string, name, "
                            + "version, host, path, integer, boolean, duration, date, enum(a|b). ! makes one required, =x gives a default.")
    private String inputs;

    @UriParam(
            label = "consumer",
            description =
                    "Selector of the targets that the pipeline touches, such as label:api; {environment} stands for the "
                            + "value of that input, which is an enum: label:api-{environment}.")
    private String targets = "";

    @UriParam(
            label = "consumer",
            defaultValue = "NO-IMPACT",
            enums = "NO-IMPACT,REDUCED-REDUNDANCY,DEGRADED,OUTAGE",
            description =
                    "What users notice while it runs; told to stakeholders, unless all targets of the run say noticed: "
                            + "false. With another one than NO-IMPACT the targets are locked.")
    private String impact = "NO-IMPACT";

    @UriParam(label = "consumer", description = "Who answers for the pipeline.")
    private String owner;

    @UriParam(label = "consumer", description = "Who is told, separated by commas; everyone when empty.")
    private String stakeholders = "";

    @UriParam(
            label = "consumer",
            javaType = "java.time.Duration",
            defaultValue = "1h",
            description = "A run that is past it starts no further step.")
    private String timeout = "1h";

    @UriParam(
            label = "consumer",
            description = "URI of the route that undoes a failed run: the error channel, such as "
                    + "direct:restore-configuration.")
    private String rollback;

    @UriParam(
            label = "consumer",
            defaultValue = "resume",
            enums = "resume,rollback,ask",
            description = "What to do with a step that was cut off in the middle.")
    private String interrupted = "resume";

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description = "How many of its runs may be under way at once; 0 for any number.")
    private int concurrency = 1;

    @UriParam(
            label = "producer",
            description =
                    "Whether the step that asks waits for the end of the run, and fails when that did not succeed.")
    private boolean wait;

    @UriParam(
            label = "producer",
            defaultValue = "NOTHING",
            enums = "nothing,withdrawal,failure",
            description =
                    "With wait: what is no failure of the step. A withdrawal is a run that was cancelled before it began; a failure any end of it.")
    private Tolerance tolerates = Tolerance.NOTHING;

    @UriParam(
            label = "producer",
            description =
                    "Id of an opening of a window, such as ${variable.opening}, with wait: a run that was asked for by others and is under way, or began in it, is waited for instead of another; one that has not begun when it is over fails the step")
    private String inWindow;

    @UriParam(
            label = "producer",
            prefix = "input.",
            multiValue = true,
            description = "A value for an input of the requested run, as input.version: 1.1.0.")
    private Map<String, Object> input = new LinkedHashMap<>();

    MaintenanceEndpoint(String uri, MaintenanceComponent component, String name, PipelineCatalog catalog, Runs runs) {
        super(uri, component);
        this.name = name;
        this.catalog = catalog;
        this.runs = runs;
    }

    @Override
    public Producer createProducer() {
        if (inWindow != null && !wait) {
            throw new IllegalArgumentException(
                    "maintenance:%s: inWindow says what is waited for; write wait: \"true\" beside it".formatted(name));
        }
        return new RunRequestProducer(this, runs);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "maintenance:%s: a pipeline's name is lower case words joined by hyphens, as in deploy-configuration"
                            .formatted(name));
        }
        return new PipelineConsumer(this, processor, catalog);
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    /** The pipeline's name. */
    public String getName() {
        return name;
    }

    /** What the options mean. */
    DeclaredOptions declared() {
        return new DeclaredOptions(this);
    }

    /** As declared. */
    public String getInputs() {
        return inputs;
    }

    /** Sets the declaration. */
    public void setInputs(String inputs) {
        this.inputs = inputs;
    }

    /** Selector. */
    public String getTargets() {
        return targets;
    }

    /** Sets the selector. */
    public void setTargets(String targets) {
        this.targets = targets;
    }

    /** NO-IMPACT, REDUCED-REDUNDANCY, DEGRADED or OUTAGE. */
    public String getImpact() {
        return impact;
    }

    /** Sets the impact. */
    public void setImpact(String impact) {
        this.impact = impact;
    }

    /** Who answers for it; may be null. */
    public String getOwner() {
        return owner;
    }

    /** Sets the owner. */
    public void setOwner(String owner) {
        this.owner = owner;
    }

    /** Comma separated. */
    public String getStakeholders() {
        return stakeholders;
    }

    /** Sets who is told. */
    public void setStakeholders(String stakeholders) {
        this.stakeholders = stakeholders;
    }

    /** As declared. */
    public String getTimeout() {
        return timeout;
    }

    /** Sets the run's deadline. */
    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    /** URI; may be null. */
    public String getRollback() {
        return rollback;
    }

    /** Sets the rollback route's URI. */
    public void setRollback(String rollback) {
        this.rollback = rollback;
    }

    /** resume, rollback or ask. */
    public String getInterrupted() {
        return interrupted;
    }

    /** Sets the policy. */
    public void setInterrupted(String interrupted) {
        this.interrupted = interrupted;
    }

    /** At least 1. */
    public int getConcurrency() {
        return concurrency;
    }

    /** Sets how many runs may be under way at once. */
    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    /** Whether a producer waits. */
    public boolean isWait() {
        return wait;
    }

    /** Sets whether a producer waits. */
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /** What a producer that waits takes for no failure. */
    public Tolerance getTolerates() {
        return tolerates;
    }

    /** Sets what is no failure. */
    public void setTolerates(Tolerance tolerates) {
        this.tolerates = tolerates;
    }

    /** The opening of a window that the run belongs to; null for none. */
    public String getInWindow() {
        return inWindow;
    }

    /** Sets the opening. */
    public void setInWindow(String inWindow) {
        this.inWindow = inWindow;
    }

    /** Values of a producer. */
    public Map<String, Object> getInput() {
        return input;
    }

    /** Sets the values of a producer. */
    public void setInput(Map<String, Object> input) {
        this.input = input;
    }
}
