package io.saltgate.team.web;

import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.team.AlreadyMember;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Invitations;
import io.saltgate.team.Role;
import io.saltgate.team.TooManyInvitations;
import io.saltgate.users.EmailAddress;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The invitations of Settings > Team, which shows them itself. */
@WebServlet("/settings/team/invitations/*")
public class InvitationsPage extends AccountPage {

    static final Routes ROUTES = Routes.of(TeamPage.PATH + "/invitations", Permission.SEE_API)
            .post("", Permission.CHANGE_TEAM)
            .post("/{id}/renewal", Permission.CHANGE_TEAM)
            .post("/{id}/withdrawal", Permission.CHANGE_TEAM);

    private static final Pattern ONE = Pattern.compile("/([0-9a-f-]{36})/(renewal|withdrawal)");

    private final transient Invitations invitations;
    private final transient TeamView view;
    private final transient PublicUrl publicUrl;

    @Inject
    public InvitationsPage(Invitations invitations, TeamView view, PublicUrl publicUrl) {
        super(ROUTES);
        this.invitations = invitations;
        this.view = view;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.redirect(path(exchange, TeamPage.PATH));
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Matcher one = ONE.matcher(exchange.subPath());
        if (!one.matches()) {
            invite(exchange);
            return;
        }
        UUID id = Exchange.parseId(one.group(1)).orElseThrow(NotFound::new);
        if (one.group(2).equals("renewal")) {
            renew(exchange, id);
        } else {
            withdraw(exchange, id);
        }
    }

    private void invite(Exchange exchange) throws IOException {
        Optional<EmailAddress> email = EmailAddress.parse(exchange.field("email"));
        Optional<Role> role = TeamView.role(exchange.field("role"));
        if (email.isEmpty() || role.isEmpty()) {
            complain(exchange, email.isEmpty() ? "setup.email.invalid" : "team.role.invalid");
            return;
        }
        try {
            Optional<InvitationToken> token = invitations.invite(caller(exchange), email.get(), role.get());
            answer(exchange, email.get().value(), role.get(), token);
        } catch (AlreadyMember | TooManyInvitations e) {
            complain(exchange, e.code());
        }
    }

    private void renew(Exchange exchange, UUID id) throws IOException {
        try {
            Optional<Invitations.Renewed> renewed = invitations.renew(caller(exchange), id);
            if (renewed.isPresent()) {
                answer(
                        exchange,
                        renewed.get().email(),
                        renewed.get().role(),
                        renewed.get().token());
            } else {
                showGone(exchange);
            }
        } catch (AlreadyMember | TooManyInvitations e) {
            view.show(exchange, HttpServletResponse.SC_CONFLICT, Map.of("conflict", e.code()));
        }
    }

    private void withdraw(Exchange exchange, UUID id) throws IOException {
        Optional<String> email = invitations.withdraw(caller(exchange), id);
        if (email.isPresent()) {
            exchange.redirect(path(exchange, TeamPage.PATH), "invitation.withdrawn", email.get());
        } else {
            showGone(exchange);
        }
    }

    /** Shows the link, unless it goes to that person by mail. */
    private void answer(Exchange exchange, String email, Role role, Optional<InvitationToken> token)
            throws IOException {
        if (token.isEmpty()) {
            exchange.redirect(path(exchange, TeamPage.PATH), "invitation.mailed", email);
            return;
        }
        String link = publicUrl.of("/invitation/" + token.get().reveal());
        exchange.render("team/invited", Map.of("link", link, "email", email, "role", role));
    }

    private void showGone(Exchange exchange) throws IOException {
        view.show(exchange, HttpServletResponse.SC_NOT_FOUND, Map.of("conflict", "team.invitation.gone"));
    }

    private void complain(Exchange exchange, String complaint) throws IOException {
        Role role = TeamView.role(exchange.field("role")).orElse(Role.DEVELOPER);
        view.show(
                exchange,
                Exchange.UNPROCESSABLE,
                Map.of("inviteComplaint", complaint, "email", exchange.field("email"), "role", role));
    }
}
