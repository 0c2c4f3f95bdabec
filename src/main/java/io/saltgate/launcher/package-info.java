/**
 * The main class of {@code saltgate.jar}: sets what {@code bin/run} sets, and starts Payara Micro with the application in
 * this JVM. It isn't in the WAR, uses the JDK alone, and nothing of the server uses it. What it can't set are the JVM's
 * own options, which are in docs/packages.md.
 */
@NullMarked
package io.saltgate.launcher;

import org.jspecify.annotations.NullMarked;
