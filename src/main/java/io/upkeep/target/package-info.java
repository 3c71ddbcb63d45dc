/** The vocabulary of what is maintained: targets, their inventory, and selectors. JDK only. */
package io.upkeep.target;
