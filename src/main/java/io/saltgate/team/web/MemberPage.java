package io.saltgate.team.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.team.LastOwnerCannotLeave;
import io.saltgate.team.MemberChanged;
import io.saltgate.team.Members;
import io.saltgate.team.Role;
import io.saltgate.team.RoleComesByLink;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings > Team > one member: role, removal, and the handover of ownership. */
@WebServlet("/settings/team/members/*")
public class MemberPage extends AccountPage {

    private static final String PATH = TeamPage.PATH + "/members";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API)
            .get("/{id}", Permission.CHANGE_TEAM)
            .post("/{id}/role", Permission.CHANGE_TEAM)
            .get("/{id}/removal", Permission.CHANGE_TEAM)
            .post("/{id}/removal", Permission.CHANGE_TEAM)
            .get("/{id}/handover", Permission.OWN_ACCOUNT)
            .post("/{id}/handover", Permission.OWN_ACCOUNT);

    private static final Pattern ONE = Pattern.compile("/([0-9a-f-]{36})(?:/([a-z]+))?");

    private static final String INVALID = "team.role.invalid";

    private final transient Members members;

    @Inject
    public MemberPage(Members members) {
        super(ROUTES);
        this.members = members;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Matcher one = ONE.matcher(exchange.subPath());
        if (!one.matches()) {
            exchange.redirect(path(exchange, TeamPage.PATH));
            return;
        }
        Caller caller = caller(exchange);
        Members.View member = members.getForChange(caller, id(one));
        boolean self = member.userId().equals(caller.id());
        switch (one.group(2)) {
            case null -> show(exchange, HttpServletResponse.SC_OK, member, Map.of());
            case "handover" -> {
                if (self || member.role() == Role.OWNER) {
                    exchange.redirect(path(exchange, PATH + "/" + member.userId()));
                } else {
                    showHandover(exchange, HttpServletResponse.SC_OK, member, Map.of());
                }
            }
            default -> {
                if (self) {
                    exchange.redirect(path(exchange, TeamPage.PATH + "/departure"));
                } else {
                    exchange.render("team/removal", Map.of("member", member));
                }
            }
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Matcher one = ONE.matcher(exchange.subPath());
        if (!one.matches()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        UUID user = id(one);
        try {
            switch (one.group(2)) {
                case "role" -> changeRole(exchange, user);
                case "handover" -> handOver(exchange, user);
                case null, default -> remove(exchange, user);
            }
        } catch (LastOwnerCannotLeave | MemberChanged | RoleComesByLink e) {
            Members.View member = members.getForChange(caller(exchange), user);
            show(exchange, HttpServletResponse.SC_CONFLICT, member, Map.of("conflict", e.code()));
        }
    }

    private void changeRole(Exchange exchange, UUID user) throws IOException {
        Caller caller = caller(exchange);
        Optional<Role> role = TeamView.role(exchange.field("role"));
        Optional<Role> seen = TeamView.role(exchange.field("seen"));
        if (role.isEmpty() || seen.isEmpty()) {
            Members.View member = members.getForChange(caller, user);
            show(exchange, Exchange.UNPROCESSABLE, member, Map.of("problem", INVALID));
            return;
        }
        members.changeRole(caller, user, role.get(), seen.get());
        exchange.redirect(path(exchange, TeamPage.PATH), TeamView.about("member.role.changed", user));
    }

    private void handOver(Exchange exchange, UUID user) throws IOException {
        Caller caller = caller(exchange);
        Optional<Role> seen = TeamView.role(exchange.field("seen")).filter(role -> role != Role.OWNER);
        Optional<Role> own = TeamView.role(exchange.field("role")).filter(role -> role != Role.OWNER);
        if (seen.isEmpty() || own.isEmpty()) {
            Members.View member = members.getForChange(caller, user);
            showHandover(exchange, Exchange.UNPROCESSABLE, member, Map.of("problem", INVALID));
            return;
        }
        members.handOver(caller, user, seen.get(), own.get());
        exchange.redirect(path(exchange, TeamPage.PATH), TeamView.about("member.owner.handed.over", user));
    }

    private void remove(Exchange exchange, UUID user) throws IOException {
        Caller caller = caller(exchange);
        if (user.equals(caller.id())) {
            // Asked on a page of its own, which says what that means.
            exchange.redirect(path(exchange, TeamPage.PATH + "/departure"));
            return;
        }
        String name = members.getForChange(caller, user).name();
        members.remove(caller, user);
        exchange.redirect(path(exchange, TeamPage.PATH), "member.removed", name);
    }

    private static void show(Exchange exchange, int status, Members.View member, Map<String, ?> more)
            throws IOException {
        Map<String, Object> model = new HashMap<>(more);
        model.put("member", member);
        model.put("roles", TeamView.rolesToGive(caller(exchange)));
        exchange.render(status, "team/member", model);
    }

    private static void showHandover(Exchange exchange, int status, Members.View member, Map<String, ?> more)
            throws IOException {
        Map<String, Object> model = new HashMap<>(more);
        model.put("member", member);
        model.put("roles", List.of(Role.ADMIN, Role.DEVELOPER, Role.AUDITOR));
        exchange.render(status, "team/handover", model);
    }

    private static UUID id(Matcher one) {
        return Exchange.parseId(one.group(1)).orElseThrow(NotFound::new);
    }
}
