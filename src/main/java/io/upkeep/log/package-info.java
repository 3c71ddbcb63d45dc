/**
 * Logs of hosts: by which rules they are rotated, compressed and deleted, whether what is due may go at once, and the reports
 * of what was freed. What happens on hosts stands in the routes.
 */
package io.upkeep.log;
