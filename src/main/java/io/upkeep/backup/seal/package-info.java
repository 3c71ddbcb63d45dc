/** Archives that only the holder of a key can read: whoever writes them has public keys only. */
package io.upkeep.backup.seal;
