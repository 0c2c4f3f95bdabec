package io.saltgate.notices.web;

import io.saltgate.accounts.Caller;
import io.saltgate.notices.NoticeChoices;
import io.saltgate.notices.NoticeGroup;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** {@code /profile/notices}: which mails a person gets about the accounts that they own. */
@WebServlet("/profile/notices/*")
public class NoticesPage extends Page {

    private static final String PATH = "/profile/notices";

    private final transient NoticeChoices choices;

    @Inject
    public NoticesPage(NoticeChoices choices) {
        this.choices = choices;
    }

    private static Caller caller(Exchange exchange) {
        return (Caller) exchange.request().getAttribute(Caller.ATTRIBUTE);
    }

    @Override
    protected void handle(Exchange exchange) throws IOException {
        if (caller(exchange).isNobody()) {
            exchange.redirect("/signin?to=%2Fprofile%2Fnotices");
        } else if (exchange.subPath().isEmpty()) {
            super.handle(exchange);
        } else {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.render(
                HttpServletResponse.SC_OK,
                "notices/choices",
                Map.of(
                        "groups",
                        NoticeGroup.values(),
                        "on",
                        choices.get(caller(exchange)),
                        "mail",
                        choices.isMailOn(caller(exchange))));
    }

    /** A box that is not ticked isn't sent; what is no group of ours counts as not sent. */
    @Override
    protected void post(Exchange exchange) throws IOException {
        Set<NoticeGroup> on = EnumSet.noneOf(NoticeGroup.class);
        for (NoticeGroup group : NoticeGroup.values()) {
            if (exchange.field(group.name()).equals("on")) {
                on.add(group);
            }
        }
        choices.change(caller(exchange), on);
        exchange.redirect(PATH, "person.notices.changed");
    }
}
