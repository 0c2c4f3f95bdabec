package io.saltgate.api;

import io.saltgate.operator.OperatorScope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On each of the operator's calls: the scope that its key must have, asked for before anything of the request is read.
 * The use case behind the call asks for its right again.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsScope {
    OperatorScope value();
}
