/** Which backups are kept and why, and what is not as it was promised: pure functions of the catalogue and the time. */
package io.upkeep.backup.retention;
