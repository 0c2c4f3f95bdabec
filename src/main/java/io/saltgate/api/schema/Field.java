package io.saltgate.api.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a member of a body or an answer. In a body, a member that isn't {@code @Nullable} is required; in an
 * answer each member is there, and those that are {@code @Nullable} may be null.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Field {

    /** What it is, in a sentence; words in backticks are code. */
    String value();

    /** An example: a text as it is, anything else as JSON. Without one, null or the examples of the members in it. */
    String example() default "";

    /** All texts that it can be. */
    String[] oneOf() default {};

    int minLength() default 0;

    /** Of a text, in characters; 0 for no limit. */
    int maxLength() default 0;

    /** Of a list; 0 for no limit. */
    int maxItems() default 0;

    /** Of a list of JSON as it comes, whose elements the call checks by itself: the record that each must fit. */
    Class<? extends Record> elements() default Nothing.class;

    /** Whether a body may leave it out, but not have null in its place. */
    boolean neverNull() default false;

    /** Whether an answer leaves it out at times. */
    boolean sometimes() default false;
}
