/**
 * Backups and configuration versions: the archive and its manifest, the proof that a stored archive is the one that was
 * taken, the catalogue, and trees of files that are deployed to hosts. What is talked to stands in the routes.
 */
package io.upkeep.backup;
