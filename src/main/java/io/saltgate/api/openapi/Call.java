package io.saltgate.api.openapi;

import io.saltgate.api.ApiTags;
import io.saltgate.api.ForAccountToken;
import io.saltgate.api.NeedsScope;
import io.saltgate.api.schema.Nothing;
import io.saltgate.api.schema.Operation;
import io.saltgate.api.schema.Parameter;
import io.saltgate.api.schema.Shape;
import io.saltgate.api.schema.Shape.Member;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.ErrorCode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call of the API, as its resource's method declares it.
 *
 * @param verb lower case, as OpenAPI writes it
 * @param path behind {@code /api/v1}
 * @param scope that an operator key needs; empty for a call without one
 * @param own whether it is an operator's call, served to an account's token
 */
record Call(String verb, String path, Operation operation, Optional<OperatorScope> scope, boolean own) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final List<String> VERBS = List.of("get", "post", "put", "patch", "delete");

    private static final Set<ErrorCode> OF_BODIES = Collections.unmodifiableSet(EnumSet.of(
            ErrorCode.JSON_MALFORMED,
            ErrorCode.JSON_DUPLICATE_MEMBER,
            ErrorCode.JSON_TOO_DEEP,
            ErrorCode.JSON_NOT_UTF_EIGHT,
            ErrorCode.BODY_TOO_LARGE,
            ErrorCode.MEDIA_TYPE_UNSUPPORTED,
            ErrorCode.CONTENT_ENCODING_UNSUPPORTED,
            ErrorCode.FIELD_UNKNOWN,
            ErrorCode.FIELD_TYPE_WRONG));

    private static final Set<ErrorCode> OF_TOKENS = Collections.unmodifiableSet(EnumSet.of(
            ErrorCode.TOKEN_MISSING,
            ErrorCode.TOKEN_AMBIGUOUS,
            ErrorCode.TOKEN_MALFORMED,
            ErrorCode.TOKEN_UNKNOWN,
            ErrorCode.ACCOUNT_SUSPENDED,
            ErrorCode.TOKEN_API_PAUSED,
            ErrorCode.ADDRESS_UNKNOWN,
            ErrorCode.ADDRESS_NOT_WHITELISTED,
            ErrorCode.RATE_LIMITED,
            ErrorCode.CANNOT_DECIDE,
            ErrorCode.RECEIPT_UNKNOWN));

    private static final Set<ErrorCode> OF_KEYS = Collections.unmodifiableSet(EnumSet.of(
            ErrorCode.IDEMPOTENCY_KEY_INVALID,
            ErrorCode.IDEMPOTENCY_KEY_REUSED,
            ErrorCode.IDEMPOTENCY_IN_PROGRESS,
            ErrorCode.IDEMPOTENCY_ANSWER_GONE));

    /** In the order of the resources, of each by path. */
    static List<Call> of(List<Class<?>> resources) {
        List<Call> calls = new ArrayList<>();
        for (Class<?> resource : resources) {
            List<Call> some = new ArrayList<>();
            for (Method method : declaring(resource).getDeclaredMethods()) {
                verb(method).ifPresent(verb -> some.add(of(resource, method, verb)));
            }
            some.sort((a, b) -> a.path.equals(b.path)
                    ? Integer.compare(VERBS.indexOf(a.verb), VERBS.indexOf(b.verb))
                    : a.path.compareTo(b.path));
            calls.addAll(some);
        }
        return calls;
    }

    /** What an account's token has is a subclass of the operator's resource, with another path. */
    private static Class<?> declaring(Class<?> resource) {
        return resource.isAnnotationPresent(ForAccountToken.class) ? resource.getSuperclass() : resource;
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(verb -> verb.value().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private static Call of(Class<?> resource, Method method, String verb) {
        Operation operation = method.getAnnotation(Operation.class);
        if (operation == null) {
            throw new IllegalStateException(method + " has no description");
        }
        Path part = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (part == null ? "" : part.value());
        List<String> described =
                Arrays.stream(operation.parameters()).map(Parameter::name).toList();
        Stream.of(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(query -> query != null && !described.contains(query.value()))
                .forEach(query -> {
                    throw new IllegalStateException(method + " has no description of " + query.value());
                });
        boolean own = resource.isAnnotationPresent(ForAccountToken.class);
        return new Call(
                verb,
                path,
                operation,
                Optional.ofNullable(method.getAnnotation(NeedsScope.class))
                        .filter(needs -> !own)
                        .map(NeedsScope::value),
                own);
    }

    /** The operation's, with {@code Own} behind its verb for an account's own: {@code addOwnWebhook}. */
    String id() {
        return own ? operation.id().replaceFirst("(?=[A-Z])", "Own") : operation.id();
    }

    String tag() {
        return own ? ApiTags.OWN : operation.tag();
    }

    /** Whether it is judged by an account's token, as {@code /verify} judges. */
    boolean takesToken() {
        return scope.isEmpty() && !operation.open();
    }

    /** Whether it may change what the gate enforces. */
    boolean mayChange() {
        return !verb.equals("get") && !operation.open();
    }

    /** How the path's variable is described, if not as usual. */
    Optional<Parameter> described(String variable) {
        return Arrays.stream(operation.parameters())
                .filter(parameter -> parameter.name().equals(variable))
                .findFirst();
    }

    List<String> variables() {
        return VARIABLE.matcher(path).results().map(found -> found.group(1)).toList();
    }

    List<Parameter> query() {
        return Arrays.stream(operation.parameters())
                .filter(parameter -> !variables().contains(parameter.name()))
                .toList();
    }

    boolean hasBody() {
        return operation.body() != Nothing.class;
    }

    /** Whether it may come with a body, if only an empty object. */
    private boolean readsBody() {
        return List.of("post", "put", "patch").contains(verb);
    }

    /** All codes with which it may be refused. */
    Set<ErrorCode> errors() {
        Set<ErrorCode> errors =
                EnumSet.of(ErrorCode.REQUEST_MALFORMED, ErrorCode.INTERNAL_ERROR, ErrorCode.UNAVAILABLE);
        errors.addAll(List.of(operation.errors()));
        List.of(operation.reads()).forEach(input -> errors.addAll(input.errors()));
        if (scope.isPresent()) {
            errors.addAll(List.of(ErrorCode.KEY_UNKNOWN, ErrorCode.SCOPE_MISSING));
        }
        if (takesToken()) {
            errors.addAll(OF_TOKENS);
        }
        if (own) {
            errors.addAll(List.of(ErrorCode.KEY_NOT_ACCEPTED, ErrorCode.MANAGE_BY_API_OFF));
        }
        if (!variables().isEmpty()) {
            errors.add(ErrorCode.NOT_FOUND);
        }
        if (readsBody()) {
            errors.addAll(OF_BODIES);
        }
        if (hasBody() && operation.bodyRequired()) {
            errors.add(ErrorCode.BODY_MISSING);
        }
        if (Shape.of(operation.body()).members().stream().anyMatch(Call::canBeMissing)) {
            errors.add(ErrorCode.FIELD_MISSING);
        }
        if (operation.idempotent()) {
            errors.addAll(OF_KEYS);
        }
        return errors;
    }

    private static boolean canBeMissing(Member member) {
        return !member.nullable() || member.field().neverNull();
    }
}
