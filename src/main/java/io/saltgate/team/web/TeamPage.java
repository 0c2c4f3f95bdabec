package io.saltgate.team.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.team.AlreadyMember;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Invitations;
import io.saltgate.team.LastOwnerCannotLeave;
import io.saltgate.team.MemberChanged;
import io.saltgate.team.Members;
import io.saltgate.team.Role;
import io.saltgate.users.EmailAddress;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings > Team, and its actions as sub-resources. */
@WebServlet("/settings/team/*")
public class TeamPage extends AccountPage {

    static final String PATH = "/settings/team";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API)
            .get("/departure", Permission.SEE_API)
            .post("/departure", Permission.SEE_API)
            .get("/members/{id}/removal", Permission.CHANGE_TEAM)
            .post("/members/{id}/removal", Permission.CHANGE_TEAM)
            .post("/members/{id}/role", Permission.CHANGE_TEAM)
            .post("/invitations", Permission.CHANGE_TEAM)
            .post("/invitations/{id}/withdrawal", Permission.CHANGE_TEAM);

    private static final Pattern MEMBER = Pattern.compile("/members/([0-9a-f-]{36})/(role|removal)");
    private static final Pattern WITHDRAWAL = Pattern.compile("/invitations/([0-9a-f-]{36})/withdrawal");

    private final transient Members members;
    private final transient Invitations invitations;
    private final transient PublicUrl publicUrl;

    @Inject
    public TeamPage(Members members, Invitations invitations, PublicUrl publicUrl) {
        super(ROUTES);
        this.members = members;
        this.invitations = invitations;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Matcher member = MEMBER.matcher(exchange.subPath());
        if (member.matches()) {
            exchange.render("team/removal", Map.of("member", members.get(caller(exchange), id(member))));
        } else if (exchange.subPath().equals("/departure")) {
            exchange.render("team/departure", Map.of());
        } else {
            show(exchange, HttpServletResponse.SC_OK, Map.of());
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Matcher member = MEMBER.matcher(exchange.subPath());
        Matcher withdrawal = WITHDRAWAL.matcher(exchange.subPath());
        try {
            if (member.matches()) {
                change(exchange, id(member), member.group(2));
            } else if (withdrawal.matches()) {
                withdraw(exchange, id(withdrawal));
            } else if (exchange.subPath().equals("/departure")) {
                members.leave(caller(exchange));
                exchange.redirect("/accounts", "member.left");
            } else if (exchange.subPath().equals("/invitations")) {
                invite(exchange);
            } else {
                exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (LastOwnerCannotLeave | MemberChanged e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, Map.of("conflict", e.code()));
        }
    }

    private void change(Exchange exchange, UUID user, String what) throws IOException {
        Caller caller = caller(exchange);
        if (what.equals("removal")) {
            members.remove(caller, user);
        } else {
            Optional<Role> role = role(exchange.field("role"));
            Optional<Role> seen = role(exchange.field("seen"));
            if (role.isEmpty() || seen.isEmpty()) {
                show(exchange, Exchange.UNPROCESSABLE, Map.of("conflict", "team.role.invalid"));
                return;
            }
            members.changeRole(caller, user, role.get(), seen.get());
        }
        // Whoever has just given away the right to see more goes to what is left.
        exchange.redirect(path(exchange, PATH), what.equals("removal") ? "member.removed" : "member.role.changed");
    }

    private void withdraw(Exchange exchange, UUID invitation) throws IOException {
        if (invitations.withdraw(caller(exchange), invitation)) {
            exchange.redirect(path(exchange, PATH), "invitation.withdrawn");
        } else {
            show(exchange, HttpServletResponse.SC_NOT_FOUND, Map.of("conflict", "team.invitation.gone"));
        }
    }

    private void invite(Exchange exchange) throws IOException {
        Optional<EmailAddress> email = EmailAddress.parse(exchange.field("email"));
        Optional<Role> role = role(exchange.field("role"));
        if (email.isEmpty() || role.isEmpty()) {
            String complaint = email.isEmpty() ? "setup.email.invalid" : "team.role.invalid";
            show(exchange, Exchange.UNPROCESSABLE, Map.of("inviteComplaint", complaint));
            return;
        }
        try {
            InvitationToken token = invitations.invite(caller(exchange), email.get(), role.get());
            exchange.render(
                    "team/invited",
                    Map.of(
                            "link", publicUrl.of("/invitation/" + token.reveal()),
                            "email", email.get().value(),
                            "role", role.get()));
        } catch (AlreadyMember e) {
            show(exchange, Exchange.UNPROCESSABLE, Map.of("inviteComplaint", e.code()));
        }
    }

    private void show(Exchange exchange, int status, Map<String, Object> more) throws IOException {
        Caller caller = caller(exchange);
        Map<String, Object> model = new HashMap<>(more);
        model.put("members", members.list(caller));
        model.put("invitations", caller.may(Permission.CHANGE_TEAM) ? invitations.list(caller) : List.of());
        model.put("roles", rolesToGive(caller));
        boolean inviting = exchange.subPath().equals("/invitations");
        model.put("email", exchange.field("email"));
        model.put("role", role(inviting ? exchange.field("role") : "").orElse(Role.DEVELOPER));
        exchange.render(status, "team/team", model);
    }

    private static List<Role> rolesToGive(Caller caller) {
        List<Role> roles = new ArrayList<>(List.of(Role.values()));
        if (!caller.may(Permission.OWN_ACCOUNT)) {
            roles.remove(Role.OWNER);
        }
        return roles;
    }

    private static Optional<Role> role(String name) {
        for (Role role : Role.values()) {
            if (role.name().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    private static UUID id(Matcher matcher) {
        return Exchange.parseId(matcher.group(1)).orElseThrow(NotFound::new);
    }
}
