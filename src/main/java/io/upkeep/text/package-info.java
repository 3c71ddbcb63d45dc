/** Text of hosts, events and people, which is hostile until proven otherwise; and hashes. JDK only. */
package io.upkeep.text;
