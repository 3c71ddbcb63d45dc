/** Text of hosts, events and people, which is hostile until proven otherwise; hashes; patterns of names; causes of failures. JDK only. */
package io.upkeep.text;
