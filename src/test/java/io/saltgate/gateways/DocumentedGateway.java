package io.saltgate.gateways;

import static java.util.stream.Collectors.toCollection;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/**
 * A gateway that no test can run, by what its makers document: how it asks with our sample, and what it makes of the
 * answer.
 */
enum DocumentedGateway {
    TRAEFIK("traefik.yaml") {
        private Object asks() {
            return in(sample(), "http", "middlewares", "saltgate-asks", "forwardAuth");
        }

        @Override
        String path() {
            return pathOf((String) in(asks(), "address"));
        }

        @Override
        Set<String> sent() {
            return names(in(asks(), "authRequestHeaders"));
        }

        @Override
        Set<String> replaced() {
            return names(in(asks(), "authResponseHeaders"));
        }

        /** As long as Traefik waits whatever is configured. */
        @Override
        double timeoutSeconds() {
            return 30;
        }

        @Override
        Answer ask(int saltgate, Asked call) {
            List<String> lines = forwarded(call);
            lines.addAll(call.linesOf(sent()));
            return Http.sendRaw(saltgate, "GET", path(), "", lines.toArray(String[]::new));
        }

        @Override
        boolean allows(int status) {
            return status >= 200 && status < 300;
        }
    },

    APISIX("apisix.yaml") {
        private Object plugin() {
            return in(sample(), "routes", 0, "plugins", "forward-auth");
        }

        @Override
        String path() {
            return pathOf((String) in(plugin(), "uri"));
        }

        @Override
        Set<String> sent() {
            return names(in(plugin(), "request_headers"));
        }

        @Override
        Set<String> replaced() {
            return names(in(plugin(), "upstream_headers"));
        }

        @Override
        double timeoutSeconds() {
            return (Integer) in(plugin(), "timeout") / 1_000.0;
        }

        /** With the tokens of all lines in one, which the sample's function makes of them. */
        @Override
        Answer ask(int saltgate, Asked call) {
            List<String> lines = forwarded(call);
            for (String name : sent()) {
                List<String> values = call.valuesOf(name);
                if (!values.isEmpty()) {
                    lines.add(name + ": " + String.join(",", values));
                }
            }
            String method = (String) in(plugin(), "request_method");
            return Http.sendRaw(saltgate, method, path(), "", lines.toArray(String[]::new));
        }

        @Override
        boolean allows(int status) {
            return status < 300;
        }

        @Override
        Set<String> shown(Answer answer) {
            return names(in(plugin(), "client_headers"));
        }
    },

    ENVOY("envoy.yaml") {
        private Object filter() {
            Object manager =
                    in(sample(), "static_resources", "listeners", 0, "filter_chains", 0, "filters", 0, "typed_config");
            return in(manager, "http_filters", 0, "typed_config");
        }

        private Set<String> patterns(Object matcher) {
            return ((List<?>) in(matcher, "patterns"))
                    .stream()
                            .map(pattern -> ((String) in(pattern, "exact")).toLowerCase(Locale.ROOT))
                            .collect(toCollection(TreeSet::new));
        }

        @Override
        String path() {
            return (String) in(filter(), "http_service", "path_prefix");
        }

        @Override
        Set<String> sent() {
            return patterns(in(filter(), "allowed_headers"));
        }

        @Override
        Set<String> replaced() {
            return patterns(in(filter(), "http_service", "authorization_response", "allowed_upstream_headers"));
        }

        @Override
        double timeoutSeconds() {
            String text = (String) in(filter(), "http_service", "server_uri", "timeout");
            return Double.parseDouble(text.replace("s", ""));
        }

        @Override
        Answer ask(int saltgate, Asked call) {
            return askWithPath(saltgate, call);
        }

        @Override
        boolean allows(int status) {
            return status == 200;
        }

        /** It takes a 5xx for a failure of its own, and answers as it is told to then. */
        @Override
        int callerSees(int status) {
            String onError = (String) in(filter(), "status_on_error", "code");
            return status >= 500 && onError.equals("ServiceUnavailable") ? 503 : status;
        }

        @Override
        Set<String> shown(Answer answer) {
            Set<String> shown =
                    patterns(in(filter(), "http_service", "authorization_response", "allowed_client_headers"));
            shown.add("www-authenticate");
            return answer.status() >= 500 ? Set.of() : shown;
        }
    },

    INGRESS_NGINX("kubernetes-ingress-nginx.yaml") {
        private String annotation(String name) {
            return (String) in(sample(), "metadata", "annotations", "nginx.ingress.kubernetes.io/" + name);
        }

        @Override
        String path() {
            return pathOf(annotation("auth-url"));
        }

        /** All. */
        @Override
        Set<String> sent() {
            return Set.of("x-auth-token");
        }

        @Override
        Set<String> replaced() {
            return names(List.of(annotation("auth-response-headers").split(",")));
        }

        @Override
        double timeoutSeconds() {
            return Double.parseDouble(annotation("proxy-read-timeout"));
        }

        @Override
        Answer ask(int saltgate, Asked call) {
            List<String> lines = new ArrayList<>(call.lines());
            lines.removeIf(line -> nameOf(line).matches("x-(forwarded|original|real|auth-request|sent)-.*"));
            lines.add("X-Original-URL: http://api.example.com" + call.target());
            lines.add("X-Original-Method: " + call.method());
            lines.add("X-Auth-Request-Redirect: " + call.target());
            lines.add("X-Sent-From: nginx-ingress-controller");
            lines.removeIf(
                    line -> nameOf(line).equals("x-saltgate-after") && annotation("auth-proxy-set-headers") != null);
            lines.add("X-Real-IP: " + call.peer());
            lines.add("X-Forwarded-For: " + call.peer());
            return Http.sendRaw(saltgate, annotation("auth-method"), path(), "", lines.toArray(String[]::new));
        }

        @Override
        boolean allows(int status) {
            return status >= 200 && status < 300;
        }

        @Override
        int callerSees(int status) {
            return allows(status) || status == 401 || status == 403 ? status : 500;
        }

        @Override
        Set<String> shown(Answer answer) {
            return answer.status() == 401 ? Set.of("www-authenticate") : Set.of();
        }
    },

    GATEWAY_API("kubernetes-gateway-api.yaml") {
        private Object filter() {
            return in(sample(), "spec", "rules", 0, "filters", 0, "externalAuth");
        }

        @Override
        String path() {
            return (String) in(filter(), "http", "path");
        }

        @Override
        Set<String> sent() {
            return names(in(filter(), "http", "allowedHeaders"));
        }

        @Override
        Set<String> replaced() {
            return names(in(filter(), "http", "allowedResponseHeaders"));
        }

        @Override
        double timeoutSeconds() {
            String text = (String) in(sample(), "spec", "rules", 0, "timeouts", "request");
            return Double.parseDouble(text.replace("s", ""));
        }

        @Override
        Answer ask(int saltgate, Asked call) {
            return askWithPath(saltgate, call);
        }

        @Override
        boolean allows(int status) {
            return status == 200;
        }
    };

    /**
     * A call as a gateway got it.
     *
     * @param lines the headers that the caller wrote
     */
    record Asked(String peer, String method, String target, List<String> lines) {

        List<String> linesOf(Set<String> names) {
            return lines.stream().filter(line -> names.contains(nameOf(line))).toList();
        }

        List<String> valuesOf(String name) {
            return linesOf(Set.of(name)).stream()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .toList();
        }
    }

    private final String file;

    DocumentedGateway(String file) {
        this.file = file;
    }

    /** Where it asks, or what it puts before the call's path. */
    abstract String path();

    /** The caller's headers that it sends along; in lower case, as all names here. */
    abstract Set<String> sent();

    /** What it takes from a yes in the place of what the caller wrote. */
    abstract Set<String> replaced();

    abstract double timeoutSeconds();

    /** Asks as it does. */
    abstract Answer ask(int saltgate, Asked call);

    abstract boolean allows(int status);

    /** The status that reaches the caller. */
    int callerSees(int status) {
        return status;
    }

    /** The headers of a no that reach the caller. */
    Set<String> shown(Answer answer) {
        return answer.headers().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(toCollection(TreeSet::new));
    }

    Object sample() {
        try {
            return new Yaml()
                    .loadAll(Files.readString(Gateway.SAMPLES.resolve(file)))
                    .iterator()
                    .next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The caller's method and path behind ours, and its own address behind those that it may have written. */
    Answer askWithPath(int saltgate, Asked call) {
        List<String> lines = new ArrayList<>(call.linesOf(sent()));
        lines.removeIf(line -> nameOf(line).equals("x-forwarded-for"));
        List<String> addresses = new ArrayList<>(call.valuesOf("x-forwarded-for"));
        addresses.add(call.peer());
        lines.add("X-Forwarded-For: " + String.join(",", addresses));
        return Http.sendRaw(saltgate, call.method(), path() + call.target(), "", lines.toArray(String[]::new));
    }

    private static List<String> forwarded(Asked call) {
        return new ArrayList<>(List.of(
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: api.example.com",
                "X-Forwarded-Method: " + call.method(),
                "X-Forwarded-Uri: " + call.target(),
                "X-Forwarded-For: " + call.peer()));
    }

    private static String nameOf(String line) {
        return line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    private static String pathOf(String address) {
        return address.replaceFirst("^http://[^/]+:8080", "");
    }

    static Set<String> names(Object list) {
        return ((List<?>) list)
                .stream().map(name -> ((String) name).toLowerCase(Locale.ROOT)).collect(toCollection(TreeSet::new));
    }

    static Object in(Object node, Object... path) {
        Object at = node;
        for (Object step : path) {
            Object next = step instanceof Integer index ? ((List<?>) at).get(index) : ((Map<?, ?>) at).get(step);
            if (next == null) {
                throw new AssertionError("the sample has no " + step + " in " + at);
            }
            at = next;
        }
        return at;
    }
}
