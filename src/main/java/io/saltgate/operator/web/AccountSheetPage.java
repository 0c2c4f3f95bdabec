package io.saltgate.operator.web;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ExternalId;
import io.saltgate.accounts.ExternalIdTaken;
import io.saltgate.accounts.NotFound;
import io.saltgate.console.OperatorPage;
import io.saltgate.operator.AccountAdministration;
import io.saltgate.operator.AccountProvisioning.NewExternalId;
import io.saltgate.operator.AlreadyInAccount;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.TooManyInvitations;
import io.saltgate.users.EmailAddress;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Operator > Accounts > one of them: how it is, and what the operator may change. */
@WebServlet(AccountsPage.PATH + "/*")
public class AccountSheetPage extends OperatorPage {

    private static final String ID = "([0-9a-f-]{36})";
    private static final Pattern PATH = Pattern.compile(
            "/" + ID + "(|/details|/suspension|/resumption|/invitations|/invitations/" + ID + "/withdrawal)");

    private final transient AccountAdministration administration;
    private final transient PublicUrl publicUrl;
    private final transient MailSettings mail;

    @Inject
    public AccountSheetPage(AccountAdministration administration, PublicUrl publicUrl, MailSettings mail) {
        this.administration = administration;
        this.publicUrl = publicUrl;
        this.mail = mail;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.subPath());
        try {
            if (path.matches() && path.group(2).equals("/suspension")) {
                askToSuspend(exchange, id(path), HttpServletResponse.SC_OK, Map.of());
            } else if (path.matches() && path.group(2).isEmpty()) {
                show(exchange, id(path), HttpServletResponse.SC_OK, Map.of());
            } else if (path.matches()) {
                exchange.redirect(AccountsPage.PATH + "/" + id(path));
            } else {
                exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.subPath());
        if (!path.matches() || path.group(2).isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            AccountId account = id(path);
            switch (path.group(2)) {
                case "/details" -> change(exchange, account);
                case "/suspension" -> suspend(exchange, account);
                case "/resumption" -> {
                    administration.resume(caller(exchange), account);
                    done(exchange, account, "operator.account.resumed");
                }
                case "/invitations" -> invite(exchange, account);
                default -> {
                    withdraw(exchange, account, Exchange.parseId(path.group(3)).orElseThrow(NotFound::new));
                }
            }
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void withdraw(Exchange exchange, AccountId account, UUID id) {
        String email =
                administration.withdrawInvitation(caller(exchange), account, id).orElseThrow(NotFound::new);
        exchange.redirect(AccountsPage.PATH + "/" + account, "invitation.withdrawn", email);
    }

    private static AccountId id(Matcher path) {
        return new AccountId(Exchange.parseId(path.group(1)).orElseThrow(NotFound::new));
    }

    /** Names the account as it is now. */
    private void done(Exchange exchange, AccountId account, String what) {
        String name = administration.get(caller(exchange), account).account().name();
        exchange.redirect(AccountsPage.PATH + "/" + account, what, name);
    }

    private void change(Exchange exchange, AccountId account) throws IOException {
        String name = exchange.field("name").strip();
        String externalId = exchange.field("externalId").strip();
        Optional<ExternalId> parsed = ExternalId.parse(externalId);
        Map<String, String> complaints = new LinkedHashMap<>();
        if (!Account.isName(name)) {
            complaints.put("name", "operator.accounts.complaint.name");
        }
        if (!externalId.isEmpty() && parsed.isEmpty()) {
            complaints.put("externalId", "operator.accounts.complaint.externalId");
        }
        if (!complaints.isEmpty()) {
            show(exchange, account, Exchange.UNPROCESSABLE, complaints);
            return;
        }
        try {
            administration.change(
                    caller(exchange),
                    account,
                    isEdited(exchange, "name") ? Optional.of(name) : Optional.empty(),
                    isEdited(exchange, "externalId")
                            ? Optional.of(new NewExternalId(parsed.orElse(null)))
                            : Optional.empty());
            done(exchange, account, "operator.account.changed");
        } catch (ExternalIdTaken e) {
            show(
                    exchange,
                    account,
                    HttpServletResponse.SC_CONFLICT,
                    Map.of("externalId", "operator.accounts.complaint.externalId.taken"));
        }
    }

    /** Whether the form changes a field. What it doesn't change stays as someone else may have set it meanwhile. */
    private static boolean isEdited(Exchange exchange, String field) {
        return exchange.field("shown-name").isEmpty()
                || !exchange.field(field).strip().equals(exchange.field("shown-" + field));
    }

    private void suspend(Exchange exchange, AccountId account) throws IOException {
        String reason = exchange.field("reason");
        if (Account.isReason(reason) && exchange.field("change").equals("reason")) {
            boolean suspended = administration.changeReason(caller(exchange), account, reason);
            done(exchange, account, suspended ? "operator.account.reason.changed" : "operator.account.not.suspended");
        } else if (Account.isReason(reason)) {
            administration.suspend(caller(exchange), account, reason);
            done(exchange, account, "operator.account.suspended");
        } else {
            askToSuspend(
                    exchange,
                    account,
                    Exchange.UNPROCESSABLE,
                    Map.of("complaint", "operator.accounts.complaint.reason"));
        }
    }

    private void askToSuspend(Exchange exchange, AccountId account, int status, Map<String, Object> more)
            throws IOException {
        Map<String, Object> model = new HashMap<>(more);
        AccountAdministration.View view = administration.get(caller(exchange), account);
        String reason = view.account().suspensionReason();
        model.put("view", view);
        model.put("reason", reason == null || more.containsKey("complaint") ? exchange.field("reason") : reason);
        model.put("max", Account.MAX_REASON);
        exchange.render(status, "operator/account-suspension", model);
    }

    private void invite(Exchange exchange, AccountId account) throws IOException {
        Caller caller = caller(exchange);
        Optional<EmailAddress> email = EmailAddress.parse(exchange.field("email"));
        if (email.isEmpty()) {
            show(exchange, account, Exchange.UNPROCESSABLE, Map.of("email", "setup.email.invalid"));
            return;
        }
        try {
            Optional<InvitationToken> token = administration.inviteOwner(caller, account, email.get());
            if (token.isEmpty()) {
                done(exchange, account, "invitation.mailed");
                return;
            }
            exchange.response().setHeader("Cache-Control", "no-store");
            exchange.render(
                    "operator/account-invited",
                    Map.of(
                            "created",
                            false,
                            "account",
                            administration.get(caller, account).account(),
                            "link",
                            publicUrl.of("/invitation/" + token.get().reveal()),
                            "email",
                            email.get().value()));
        } catch (AlreadyInAccount e) {
            show(exchange, account, Exchange.UNPROCESSABLE, Map.of("email", "operator.accounts.complaint.member"));
        } catch (TooManyInvitations e) {
            show(exchange, account, Exchange.UNPROCESSABLE, Map.of("email", "operator.accounts.complaint.full"));
        }
    }

    private void show(Exchange exchange, AccountId id, int status, Map<String, String> complaints) throws IOException {
        AccountAdministration.View view = administration.get(caller(exchange), id);
        boolean changing = exchange.subPath().endsWith("/details");
        String externalId = view.account().externalId();
        Map<String, Object> model = new HashMap<>();
        model.put("view", view);
        model.put("complaints", complaints);
        String name = view.account().name();
        String shownId = externalId == null ? "" : externalId;
        model.put("name", changing ? exchange.field("name") : name);
        model.put("shownName", changing ? exchange.field("shown-name") : name);
        model.put("externalId", changing ? exchange.field("externalId") : shownId);
        model.put("shownId", changing ? exchange.field("shown-externalId") : shownId);
        model.put("email", exchange.field("email"));
        model.put("mail", mail.isOn());
        model.put("max", AccountAdministration.MAX_SHOWN);
        exchange.render(status, "operator/account", model);
    }
}
