/**
 * Updates of the estate: what is pending on hosts and in which waves they get it, releases of the application and their
 * database migrations, what tests say of a release, and the records of what was done. What is talked to stands in the routes.
 */
package io.upkeep.update;
