package io.saltgate.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Http;
import jakarta.ejb.EJBAccessException;
import jakarta.inject.Inject;
import java.io.File;
import java.net.URL;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The services guard themselves: what calls them from inside the server, past every page, is refused as well. One
 * archive serves the tests within and those from outside. (No AssertJ: what runs inside finds JUnit alone.)
 */
@Tag("server")
@ExtendWith(ArquillianExtension.class)
class ServicesIT {

    @Inject
    private ApiAccesses apiAccesses;

    @Deployment
    static WebArchive saltgate() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("saltgate.war")))
                .addClass(ForgingServlet.class);
    }

    @Test
    void refuseAnyoneWithoutTheRight() {
        assertThrows(EJBAccessException.class, () -> apiAccesses.getStatus(Caller.nobody(null)));
        assertThrows(EJBAccessException.class, () -> apiAccesses.enable(owner(), null));
        assertThrows(EJBAccessException.class, () -> apiAccesses.revealToken(owner()));
    }

    @Test
    @RunAsClient
    void refuseACallerThatTheRequestIsNot(@ArquillianResource URL base) {
        Answer signedIn = Http.send(
                "POST",
                base + "signin",
                Http.form("email", "owner@example.com", "password", "correct-horse-battery"),
                "Content-Type",
                "application/x-www-form-urlencoded");
        String session = signedIn.headers("Set-Cookie").stream()
                .filter(cookie -> cookie.matches("saltgate-[0-9]+=.+"))
                .findFirst()
                .orElseThrow()
                .split(";", 2)[0];
        assertEquals("Off", forge(base, session, "own"));
        assertEquals("NotTheCaller", forge(base, session, "other-account"));
        assertEquals("NotTheCaller", forge(base, session, "other-person"));
    }

    @Test
    @RunAsClient
    void answerFromOutside(@ArquillianResource URL base) {
        Answer verified = Http.get(base + "verify");
        assertEquals(401, verified.status());
        assertEquals("token.missing", verified.header("X-Refusal"));
        assertEquals(200, Http.get(base + "health/ready").status());
    }

    private static String forge(URL base, String session, String caller) {
        return Http.get(base + "accounts/acme/settings/forging?caller=" + caller, "Cookie", session)
                .body();
    }

    private static Caller owner() {
        return new Caller(
                Caller.Kind.MEMBER,
                UUID.randomUUID(),
                new AccountId(UUID.randomUUID()),
                Set.of(Permission.SEE_API, Permission.CHANGE_API, Permission.REVEAL_SECRETS),
                Instant.now(),
                null);
    }
}
