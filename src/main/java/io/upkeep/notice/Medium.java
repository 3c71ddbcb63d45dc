package io.upkeep.notice;

/** What carries a notice. */
enum Medium {
    SLACK,
    EMAIL
}
