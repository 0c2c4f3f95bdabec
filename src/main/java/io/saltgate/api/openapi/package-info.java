/**
 * The OpenAPI document of the JSON API, made from its resources. What it says is what is done: bodies are checked
 * by the shapes that the document has, and the tests check every answer.
 */
@NullMarked
package io.saltgate.api.openapi;

import org.jspecify.annotations.NullMarked;
