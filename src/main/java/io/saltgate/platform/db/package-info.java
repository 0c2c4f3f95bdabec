/**
 * Data source, migrations, identifiers, converters: what makes H2 and PostgreSQL behave alike.
 */
@NullMarked
package io.saltgate.platform.db;

import org.jspecify.annotations.NullMarked;
