/** Settings of the estate's databases: read from a configuration version, applied, verified and put back. */
package io.upkeep.setting;
