package io.upkeep.fleet;

import io.upkeep.target.Inventory;
import java.util.Locale;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/** Run a script on many hosts of the inventory over SSH, and collect how each ended. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "fleet",
        title = "Fleet",
        syntax = "fleet:selector",
        producerOnly = true,
        category = {Category.CLOUD})
@Metadata(description = "Run a script on many hosts of the inventory over SSH, and collect how each ended.")
public final class FleetEndpoint extends RolloutEndpoint {

    @UriPath(
            description = "Which hosts of the inventory the script runs on: all, label:api, name:api-1, kind:host; "
                    + "a comma joins several. Only targets of kind host are used; a part that selects none is "
                    + "refused when the route loads. targets: the hosts among the run's own targets.")
    @Metadata(required = true)
    private final String selector;

    @UriParam(
            description = "The POSIX sh script, a path below upkeep.routes.directory, at most 100 KiB. Without it "
                    + "the message body is the script.")
    private String script = "";

    @UriParam(
            description = "Comma list of exchange variables that the script gets as environment variables: "
                    + "previousVersion as PREVIOUS_VERSION. Values are quoted whole and never become part of "
                    + "the script.")
    private String env = "";

    @UriParam(
            defaultValue = "60s",
            javaType = "java.time.Duration",
            description = "Longest time for one host, from the first attempt to connect to the end of the script; "
                    + "up to 24h. The host bounds the script by the same time.")
    private String timeout = "60s";

    @UriParam(
            javaType = "java.time.Duration",
            description =
                    "Longest time in which a script may print nothing, for those that print as long as they work: one "
                            + "that hangs is ended long before its timeout. Without it a script may be silent.")
    private String silence = "";

    @UriParam(
            enums = "true,false",
            description = "In a step of a run: whether hosts keep the script from starting twice, keep its output and "
                    + "exit code, and let it be found again after a crash or a lost connection. Without it: true, "
                    + "but false with output=file and stream. Set false for scripts that only read.")
    private String once = "";

    @UriParam(
            description = "Run the script as another user, by sudo -n: true for root, or a user's name. The host must "
                    + "allow it without a password (sudoers: NOPASSWD for sh); where sudo would ask, the host fails "
                    + "before anything starts.")
    private String sudo = "";

    @UriParam(
            defaultValue = "64k",
            description = "Bytes kept per stream and host, up to 16m. A script that prints more is stopped and its "
                    + "host fails. With output=file and stream it bounds standard error only.")
    private String maxOutput = "64k";

    @UriParam(
            defaultValue = "none",
            enums = "body,none",
            description = "What the script reads from its standard input: the message body (String, byte array, "
                    + "File; a stream serves one host), or nothing.")
    private String input = "none";

    @UriParam(
            defaultValue = "body",
            enums = "body,file,stream",
            description = "Where standard output goes: as UTF-8 text into the message body, as bytes into one "
                    + "file per host, or as bytes, while they come, to what the message body is: a HostStreams.")
    private String output = "body";

    @UriParam(
            description = "With output=file: the directory in which each host's file is made, with a name of its "
                    + "own; the caller removes it.")
    private String directory = "";

    @UriParam(
            defaultValue = "false",
            enums = "true,false,refresh",
            description =
                    "Run no script, but ask hosts what they are: os, osVersion, kernel, architecture, cpus, "
                            + "memoryBytes, bootId, apt, systemd, rebootRequired. A host is asked once per run; refresh asks again.")
    private String facts = "false";

    private FleetOptions options;

    FleetEndpoint(String uri, String selector, FleetComponent component) {
        super(uri, component);
        this.selector = selector;
    }

    void check(Inventory inventory) {
        options = FleetOptions.of(this, inventory);
        options.script().ifPresent(name -> HostScript.read(fleet().routes(), name));
    }

    FleetOptions options() {
        return options;
    }

    FleetComponent fleet() {
        return (FleetComponent) getComponent();
    }

    @Override
    public Producer createProducer() {
        return new FleetProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("from: fleet:" + selector
                + ": fleet runs scripts, it does not start routes; write to: fleet:" + selector);
    }

    /** Which hosts of the inventory the script runs on. */
    public String getSelector() {
        return selector;
    }

    public String getScript() {
        return script;
    }

    /** The script, a path below the routes directory; without it the message body is the script. */
    public void setScript(String script) {
        this.script = script;
    }

    public String getEnv() {
        return env;
    }

    /** Exchange variables that the script gets as environment variables: {@code previousVersion} as PREVIOUS_VERSION. */
    public void setEnv(String env) {
        this.env = env;
    }

    public String getTimeout() {
        return timeout;
    }

    /** Longest time for one host, from the first attempt to connect to the script's end. */
    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    public String getSilence() {
        return silence;
    }

    /** Longest time in which the script may print nothing; empty for any. */
    public void setSilence(String silence) {
        this.silence = silence.strip();
    }

    public String getOnce() {
        return once;
    }

    /** Whether hosts keep the script from starting twice and let it be found again. */
    public void setOnce(String once) {
        this.once = once.toLowerCase(Locale.ROOT);
    }

    public String getSudo() {
        return sudo;
    }

    /** Whom the script runs as by sudo: true for root, or a user's name. */
    public void setSudo(String sudo) {
        this.sudo = sudo;
    }

    public String getMaxOutput() {
        return maxOutput;
    }

    /** Bytes kept per stream and host; a script that prints more is stopped and its host fails. */
    public void setMaxOutput(String maxOutput) {
        this.maxOutput = maxOutput;
    }

    public String getInput() {
        return input;
    }

    /** What the script reads from its standard input: the message body, or nothing. */
    public void setInput(String input) {
        this.input = input.toLowerCase(Locale.ROOT);
    }

    public String getOutput() {
        return output;
    }

    /** Where standard output goes: as text into the message body, into one file per host, or to the message body. */
    public void setOutput(String output) {
        this.output = output.toLowerCase(Locale.ROOT);
    }

    public String getDirectory() {
        return directory;
    }

    /** With output=file: the directory in which each host's file is made. */
    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public String getFacts() {
        return facts;
    }

    /** Whether hosts are asked what they are. */
    public void setFacts(String facts) {
        this.facts = facts.toLowerCase(Locale.ROOT);
    }
}
