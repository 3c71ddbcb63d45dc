/** Text of hosts, events and people, which is hostile until proven otherwise. JDK only. */
package io.upkeep.text;
