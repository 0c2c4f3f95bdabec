/**
 * The database: data source, migrations, identifiers, converters, and what makes H2 and PostgreSQL behave alike.
 */
@NullMarked
package io.saltgate.platform.db;

import org.jspecify.annotations.NullMarked;
