/**
 * Many hosts over SSH: the {@code fleet:} component. A route names a selector, a script and its limits; the hosts
 * come from the inventory, never from message data.
 */
package io.upkeep.fleet;
