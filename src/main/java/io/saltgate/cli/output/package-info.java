/** What the command line prints: tables for people, JSON for scripts, and how it fails. */
@NullMarked
package io.saltgate.cli.output;

import org.jspecify.annotations.NullMarked;
