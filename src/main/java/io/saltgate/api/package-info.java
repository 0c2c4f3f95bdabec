/**
 * The JSON API v1: thin, over the same services as the pages. Each resource reads a request strictly, calls one use
 * case and answers in the envelope; {@code Failures} does so for whatever ends a call early. A call that creates or
 * rotates goes through {@code IdempotencyKeys}, so that its repetition is not another one.
 *
 * <p>What a call takes and gives are records of {@code body} and {@code answer}, and {@code Operation} says the rest:
 * the OpenAPI document is made of these ({@code openapi}), and bodies are checked by them.
 *
 * <p>Who may: {@code AccountResource} has the gate check an account's token; anyone may report a leaked one, and read
 * the OpenAPI document. All others name the scope that an operator key needs ({@code NeedsScope}), {@code
 * OperatorFilter} refuses without it, and the use case asks for its right again. Subclasses {@code ForAccountToken}
 * serve the same to an account's token, where the account is managed by the API. No cookie counts here. docs/api.md is
 * the operator's side of it.
 */
@NullMarked
package io.saltgate.api;

import org.jspecify.annotations.NullMarked;
