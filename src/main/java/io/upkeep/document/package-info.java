/**
 * Documents that are made from what is in the system: procedures, logs, reports, schedules, metrics. Created, reviewed, approved
 * by named people, published in versions that never change. What a document says is written by a {@code DocumentSource}.
 */
package io.upkeep.document;
