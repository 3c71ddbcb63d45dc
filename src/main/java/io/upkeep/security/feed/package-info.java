/** debsecan's feed, mirrored: what a fetched one must be before hosts get it. */
package io.upkeep.security.feed;
