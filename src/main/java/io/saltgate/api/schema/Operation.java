package io.saltgate.api.schema;

import io.saltgate.platform.web.ErrorCode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a call of the JSON API, for the OpenAPI document. Method, path and scope are those that it has. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operation {

    /** The name that generated clients give to it. */
    String id();

    /** What it is about, such as {@code Accounts}: one of {@code ApiTags}. */
    String tag();

    /** What it does, as a heading. */
    String summary();

    /** What a caller must know, in sentences; words in backticks are code. */
    String description();

    /** Parameters of the query, and of the path where the usual description doesn't fit. */
    Parameter[] parameters() default {};

    Class<? extends Record> body() default Nothing.class;

    /** Whether the call needs its body. */
    boolean bodyRequired() default true;

    int status() default 200;

    Class<? extends Record> answer();

    /** Headers of the answer, beside those that every answer has: {@code Name: description}. */
    String[] headers() default {};

    /** Whether it honours {@code Idempotency-Key}. */
    boolean idempotent() default false;

    /** Whether anyone may call it, without a key or a token. */
    boolean open() default false;

    /** What it reads whose mistakes have codes of their own. */
    Input[] reads() default {};

    /** Codes beside those that follow from what the call has: a key, a path, a body, what it reads. */
    ErrorCode[] errors() default {};
}
