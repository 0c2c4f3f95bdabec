package io.saltgate.console;

import io.saltgate.accounts.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an account's page answers, and the right that each needs. A path that is not listed does not exist, so this list
 * is what the test of rights goes by. The use case behind a route asks for the right again.
 */
public final class Routes {

    /**
     * One of them.
     *
     * @param method {@code GET} or {@code POST}
     * @param path behind the page's own; empty for the page itself; {@code {id}} stands for an id,
     *     {@code {number}} for a number from 1 on
     * @param permission see {@link Permission}
     */
    public record Route(String method, String path, String permission) {

        boolean fits(String actual) {
            return Pattern.matches(
                    path.replace("{id}", "[0-9a-f-]{36}").replace("{number}", "[1-9][0-9]{0,17}"), actual);
        }
    }

    private final String page;
    private final List<Route> routes = new ArrayList<>();

    private Routes(String page) {
        this.page = page;
    }

    /** Of the page at this path of an account, which anybody of the account's may see. */
    public static Routes of(String page, String permission) {
        return new Routes(page).get("", permission);
    }

    public Routes get(String path, String permission) {
        routes.add(new Route("GET", path, permission));
        return this;
    }

    public Routes post(String path, String permission) {
        routes.add(new Route("POST", path, permission));
        return this;
    }

    public String page() {
        return page;
    }

    public List<Route> list() {
        return List.copyOf(routes);
    }

    Optional<Route> find(String method, String path) {
        return routes.stream()
                .filter(route -> route.method().equals(method) && route.fits(path))
                .findFirst();
    }

    boolean knows(String path) {
        return routes.stream().anyMatch(route -> route.fits(path));
    }
}
