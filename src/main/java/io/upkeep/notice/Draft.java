package io.upkeep.notice;

/**
 * A notice that is to be written down.
 *
 * @param address a Slack channel or a mail address
 * @param broadcast whether a reply is shown outside its thread too
 * @param subject of a mail; empty in Slack
 * @param text escaped for its medium
 * @param html the same for a mail; null in Slack
 */
record Draft(Medium medium, String address, Act act, boolean broadcast, String subject, String text, String html) {}
