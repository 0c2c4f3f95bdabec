package io.saltgate.team.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Flash;
import io.saltgate.team.Invitation;
import io.saltgate.team.Invitations;
import io.saltgate.team.MemberDirectory;
import io.saltgate.team.Members;
import io.saltgate.team.Role;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Renders the team page, with what was typed, what is wrong with it, or what was just done. */
@Dependent
public class TeamView {

    /** The detail of a {@link Flash} that says whom an action was about: the id without its hyphens. */
    private static final String WHO = "who";

    private static final int HEX = 32;

    private final MemberDirectory directory;
    private final Members members;
    private final Invitations invitations;
    private final MailSettings mail;

    @Inject
    public TeamView(MemberDirectory directory, Members members, Invitations invitations, MailSettings mail) {
        this.directory = directory;
        this.members = members;
        this.invitations = invitations;
        this.mail = mail;
    }

    void show(Exchange exchange, int status, Map<String, ?> more) throws IOException {
        Caller caller = AccountPage.caller(exchange);
        Map<String, Object> model = new HashMap<>();
        Optional<UUID> after = exchange.id("after");
        model.put("slice", directory.getSlice(caller, after.orElse(null)));
        model.put("later", after.isPresent());
        model.put("invitations", caller.may(Permission.CHANGE_TEAM) ? invitations.list(caller) : List.of());
        model.put("roles", rolesToGive(caller));
        model.put("max", Invitation.MAX_OPEN);
        model.put("mail", mail.isOn());
        model.put("email", "");
        model.put("role", Role.DEVELOPER);
        findWho(exchange).ifPresent(member -> model.put(WHO, member));
        model.putAll(more);
        exchange.render(status, "team/team", model);
    }

    /** A message about a member, whom the page then names. */
    static Flash about(String code, UUID user) {
        return new Flash(code, Map.of(WHO, user.toString().replace("-", "")));
    }

    /** Whom the message of the last action is about, if it says so and that member is still there. */
    private Optional<Members.View> findWho(Exchange exchange) {
        return exchange.flash()
                .map(done -> done.details().getOrDefault(WHO, ""))
                .filter(hex -> hex.length() == HEX)
                .flatMap(hex -> Exchange.parseId(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")))
                .flatMap(user -> members.find(AccountPage.caller(exchange), user));
    }

    static List<Role> rolesToGive(Caller caller) {
        List<Role> roles = new ArrayList<>(List.of(Role.values()));
        if (!caller.may(Permission.OWN_ACCOUNT)) {
            roles.remove(Role.OWNER);
        }
        return roles;
    }

    static Optional<Role> role(String name) {
        for (Role role : Role.values()) {
            if (role.name().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
