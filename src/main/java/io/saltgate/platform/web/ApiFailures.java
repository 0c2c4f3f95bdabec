package io.saltgate.platform.web;

/**
 * Creates answers of the JSON API to failures that have nothing but a status, whether the API or the server found
 * them.
 */
public final class ApiFailures {

    private ApiFailures() {}

    public static JsonEnvelope.Complaint of(int status) {
        return switch (status) {
            case 401 -> complaint("key.unknown", "This call needs a valid operator key: Authorization: Bearer <key>");
            case 403 -> complaint("scope.missing", "The operator key has not got the scope that this call needs");
            case 404 -> complaint("not.found", "There is no such path, account or entry");
            case 405 -> complaint("method.not.allowed", "This method is not possible here; see the Allow header");
            case 413 -> complaint("body.too.large", "The body is too large");
            case 414 -> complaint("path.too.long", "The path is too long");
            case 415 -> complaint("media.type.unsupported", "The body must be application/json in UTF-8");
            case 431 -> complaint("headers.too.large", "The headers are too large");
            case 501 -> complaint("method.unknown", "This method is not known");
            case 503 -> complaint("unavailable", "Try again: the call can't be served at the moment");
            default ->
                status < 500
                        ? complaint("request.malformed", "The request could not be understood")
                        : complaint("internal.error", "Something went wrong on our side; nothing was changed");
        };
    }

    private static JsonEnvelope.Complaint complaint(String code, String message) {
        return new JsonEnvelope.Complaint(code, message);
    }
}
