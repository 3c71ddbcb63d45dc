/**
 * How the routes' HTTP client treats servers that are not well: {@code httpClientConfigurer: "#oneTry"} or {@code "#shortAnswer"}.
 */
package io.upkeep.http;
