/** Upkeep's own log lines, for those who collect them by OTLP. Metrics go by Micrometer, and need nothing of ours. */
package io.upkeep.telemetry;
