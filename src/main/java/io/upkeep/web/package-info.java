/** The REST API, its live streams and the dashboard: an edge that nothing else imports. */
package io.upkeep.web;
