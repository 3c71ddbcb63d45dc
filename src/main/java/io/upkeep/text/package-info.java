/** Text of hosts, events and people, which is hostile until proven otherwise; hashes; patterns of names. JDK only. */
package io.upkeep.text;
