/** Security: findings that open and close, and the checks that see them: logins, a reviewed baseline, known vulnerabilities. */
package io.upkeep.security;
