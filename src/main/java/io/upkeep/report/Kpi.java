package io.upkeep.report;

import java.util.Locale;

/** The handbook's key maintenance indicators. A changed formula gets a higher number: figures of two are not compared. */
public enum Kpi {
    SYSTEM_UPTIME("System uptime", "%", Better.HIGHER, 1),
    MAINTENANCE_WINDOW_DURATION("Window time agreed", "min", Better.NEITHER, 1),
    UNPLANNED_DOWNTIME("Unplanned downtime", "min", Better.LOWER, 1),
    MAINTENANCE_FREQUENCY("Windows held", "windows", Better.NEITHER, 1),
    MAINTENANCE_IMPACT("Time that users noticed", "min", Better.LOWER, 1),
    PERFORMANCE_DEGRADATION("Slower during maintenance", "%", Better.LOWER, 1),
    RECOVERY_TIME("Time to recover", "min", Better.LOWER, 1),
    OPTIMIZATION_EFFECTIVENESS("Effect of optimisation", "%", Better.HIGHER, 1),
    MAINTENANCE_SUCCESS_RATE("Changes without trouble", "%", Better.HIGHER, 1),
    ROLLBACK_FREQUENCY("Changes rolled back", "%", Better.LOWER, 1),
    ISSUE_RESOLUTION_TIME("Time to resolve an incident", "min", Better.LOWER, 1),
    CUSTOMER_IMPACT("Impact on users", "user min", Better.LOWER, 1),
    MAINTENANCE_DURATION("Window time used", "min", Better.LOWER, 1),
    RESOURCE_UTILIZATION("Busiest resource", "%", Better.LOWER, 1),
    COST_EFFECTIVENESS("Worth per cost", "times", Better.HIGHER, 1),
    AUTOMATION_LEVEL("Work done unattended", "%", Better.HIGHER, 1);

    private final String title;
    private final String unit;
    private final Better better;
    private final int formula;

    Kpi(String title, String unit, Better better, int formula) {
        this.title = title;
        this.unit = unit;
        this.better = better;
        this.formula = formula;
    }

    /** Which direction is good. */
    public enum Better {
        HIGHER,
        LOWER,
        NEITHER
    }

    /** The handbook's name: {@code system_uptime}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** Of the value. */
    public String unit() {
        return unit;
    }

    /** Which direction is good. */
    public Better better() {
        return better;
    }

    /** The version of the formula. */
    public int formula() {
        return formula;
    }
}
