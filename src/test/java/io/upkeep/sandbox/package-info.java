/**
 * The sandbox: every outside part of an estate (database, Kafka, S3, SSH hosts, SMTP, Slack, Redis and the
 * example virtual queue), in this process and on free ports. {@code mvn spring-boot:test-run} starts it under
 * Upkeep, the integration tests share one. Each part can be broken and healed on purpose.
 */
package io.upkeep.sandbox;
