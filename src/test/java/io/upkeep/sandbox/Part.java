package io.upkeep.sandbox;

/** What a sandbox can start. */
public enum Part {
    /** PostgreSQL with Upkeep's own database and the estate's. */
    POSTGRES,
    /** The PostgreSQL server of staging. */
    STAGING_POSTGRES,
    /** A Kafka broker with the maintenance topics. */
    KAFKA,
    /** A Redis server. */
    REDIS,
    /** The SSH hosts api-1, api-2 and web-1. */
    HOSTS,
    /** An S3 server with the backup bucket. */
    S3,
    /** An SMTP server. */
    MAIL,
    /** A stand-in for Slack. */
    SLACK,
    /** The example virtual queue's API on each api host; needs HOSTS, and is healthy with POSTGRES and REDIS. */
    QUEUE
}
