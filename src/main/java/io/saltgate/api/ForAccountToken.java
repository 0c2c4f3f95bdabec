package io.saltgate.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a resource by which an account manages itself: its calls take the account's token, judged as {@code /verify} does,
 * and nothing else. They need "Manage by API", which is off by default.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForAccountToken {}
