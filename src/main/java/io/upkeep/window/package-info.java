/**
 * Agreed times for maintenance and times when none may start: recurrences that are right across clock changes, the
 * lifecycle of each occurrence, and the decision whether work may start now.
 */
package io.upkeep.window;
