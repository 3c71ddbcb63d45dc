package io.upkeep.security;

/** How bad a finding is, from mild to worst. A CRITICAL one is an incident. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
