package io.saltgate.operator.web;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.ExternalId;
import io.saltgate.accounts.ExternalIdTaken;
import io.saltgate.accounts.Slug;
import io.saltgate.accounts.SlugTaken;
import io.saltgate.console.OperatorPage;
import io.saltgate.operator.AccountCursor;
import io.saltgate.operator.AccountProvisioning;
import io.saltgate.operator.AccountProvisioning.NewAccount;
import io.saltgate.operator.AccountProvisioning.Provisioned;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.users.EmailAddress;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operator > Accounts: find accounts, and create one. */
@WebServlet({AccountsPage.PATH, AccountsPage.NEW})
public class AccountsPage extends OperatorPage {

    static final String PATH = "/operator/accounts";
    static final String NEW = PATH + "/new";

    /** The longest text that is searched for: that of an external id. */
    private static final int MAX_QUERY = 255;

    private final transient AccountProvisioning provisioning;
    private final transient PublicUrl publicUrl;
    private final transient MailSettings mail;

    @Inject
    public AccountsPage(AccountProvisioning provisioning, PublicUrl publicUrl, MailSettings mail) {
        this.provisioning = provisioning;
        this.publicUrl = publicUrl;
        this.mail = mail;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (isForm(exchange)) {
            showForm(exchange, HttpServletResponse.SC_OK, Map.of());
        } else {
            list(exchange);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        if (isForm(exchange)) {
            create(exchange);
        } else {
            exchange.fail(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    private static boolean isForm(Exchange exchange) {
        return exchange.request().getServletPath().equals(NEW);
    }

    private void list(Exchange exchange) throws IOException {
        String query = exchange.field("q").strip();
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("q", query);
        boolean valid = query.length() <= MAX_QUERY && PlainText.isPlain(query);
        if (valid) {
            AccountProvisioning.Slice slice = provisioning.list(
                    caller(exchange),
                    query,
                    AccountCursor.read(exchange.field("after")).orElse(null));
            model.put("accounts", slice.accounts());
            model.put("next", slice.next().map(AccountCursor::write).orElse(null));
            model.put("first", exchange.field("after").isEmpty());
        }
        model.put("complaint", valid ? null : "operator.accounts.complaint.query");
        exchange.render(valid ? HttpServletResponse.SC_OK : Exchange.UNPROCESSABLE, "operator/accounts", model);
    }

    private void create(Exchange exchange) throws IOException {
        String name = exchange.field("name").strip();
        String slug = exchange.field("slug").strip();
        String externalId = exchange.field("externalId").strip();
        String owner = exchange.field("owner").strip();
        Map<String, String> complaints = new LinkedHashMap<>();
        if (!Account.isName(name)) {
            complaints.put("name", "operator.accounts.complaint.name");
        }
        Optional<Slug> parsedSlug = Slug.parse(slug);
        if (!slug.isEmpty() && parsedSlug.isEmpty()) {
            complaints.put("slug", "operator.accounts.complaint.slug");
        }
        Optional<ExternalId> parsedId = ExternalId.parse(externalId);
        if (!externalId.isEmpty() && parsedId.isEmpty()) {
            complaints.put("externalId", "operator.accounts.complaint.externalId");
        }
        Optional<EmailAddress> email = EmailAddress.parse(owner);
        if (!owner.isEmpty() && email.isEmpty()) {
            complaints.put("owner", "setup.email.invalid");
        }
        if (!complaints.isEmpty()) {
            showForm(exchange, Exchange.UNPROCESSABLE, complaints);
            return;
        }
        create(exchange, new NewAccount(name, parsedSlug.orElse(null), parsedId.orElse(null), email.orElse(null)));
    }

    private void create(Exchange exchange, NewAccount wanted) throws IOException {
        try {
            Provisioned created = provisioning.create(caller(exchange), wanted);
            String page = PATH + "/" + created.account().id();
            if (created.invitation().isEmpty() || wanted.owner() == null) {
                exchange.redirect(
                        page,
                        wanted.owner() == null ? "operator.account.created" : "operator.account.mailed",
                        created.account().name());
                return;
            }
            exchange.response().setHeader("Cache-Control", "no-store");
            exchange.render(
                    "operator/account-invited",
                    Map.of(
                            "created",
                            true,
                            "account",
                            created.account(),
                            "link",
                            publicUrl.of(
                                    "/invitation/" + created.invitation().get().reveal()),
                            "email",
                            wanted.owner().value()));
        } catch (SlugTaken e) {
            showForm(
                    exchange,
                    HttpServletResponse.SC_CONFLICT,
                    Map.of("slug", "operator.accounts.complaint.slug.taken"));
        } catch (ExternalIdTaken e) {
            showForm(
                    exchange,
                    HttpServletResponse.SC_CONFLICT,
                    Map.of("externalId", "operator.accounts.complaint.externalId.taken"));
        }
    }

    private void showForm(Exchange exchange, int status, Map<String, String> complaints) throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("complaints", complaints);
        model.put("mail", mail.isOn());
        for (String field : new String[] {"name", "slug", "externalId", "owner"}) {
            model.put(field, exchange.field(field));
        }
        exchange.render(status, "operator/account-new", model);
    }
}
