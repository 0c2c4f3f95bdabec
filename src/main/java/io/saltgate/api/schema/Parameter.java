package io.saltgate.api.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a parameter of a call, of its path or its query. */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Parameter {

    String name();

    String description();

    String example();

    /** All texts that it can be. */
    String[] oneOf() default {};
}
