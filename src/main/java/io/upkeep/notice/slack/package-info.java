/** camel-slack, extended: threads, edits, the message's id as a result, and failures that cannot be lost. */
package io.upkeep.notice.slack;
