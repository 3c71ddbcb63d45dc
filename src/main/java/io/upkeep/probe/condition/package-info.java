/** The language in which a declared probe says what a good answer is: {@code [STATUS] == 200}. Pure: text in, verdict and reason out. */
package io.upkeep.probe.condition;
