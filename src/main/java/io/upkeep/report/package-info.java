/** How maintenance went: figures with their reasons, reports of a period, reviews of windows. Reads what others wrote. */
package io.upkeep.report;
