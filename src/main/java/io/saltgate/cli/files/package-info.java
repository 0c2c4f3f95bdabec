/** Files that the command line reads: whitelists, accounts, payloads, keys. */
@NullMarked
package io.saltgate.cli.files;

import org.jspecify.annotations.NullMarked;
