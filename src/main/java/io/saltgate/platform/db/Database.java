package io.saltgate.platform.db;

import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Qualifies Saltgate's entity manager. A Jakarta EE 11 server offers one without a qualifier (Persistence 3.2, section
 * 7.4) and an EE 10 server doesn't: unqualified, one of the two has none or two.
 */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface Database {}
