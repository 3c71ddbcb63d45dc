/** The command line: a plain HTTP client of the REST API. It knows nothing else of the product. */
package io.upkeep.cli;
