package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.web.HostCookie;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.passwords.DeviceCookie;
import io.saltgate.signin.passwords.DeviceId;
import io.saltgate.signin.sessions.SessionCookie;
import io.saltgate.signin.sessions.SessionId;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The raw lines, since that is what a browser judges. */
class CookiesTest {

    private static final PublicUrl HTTPS = new PublicUrl("https://console.example", "");
    private static final PublicUrl HTTP = new PublicUrl("http://localhost:8080", "");

    private final List<String> lines = new ArrayList<>();

    @Test
    void theDeviceCookieLastsForHalfAYear() {
        DeviceId id = DeviceId.generate();

        new DeviceCookie(HTTPS).write(id, response());
        new DeviceCookie(HTTP).write(id, response());

        assertThat(lines)
                .containsExactly(
                        "__Host-saltgate-device-443=" + id.reveal()
                                + "; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax; Secure",
                        "saltgate-device-8080=" + id.reveal() + "; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void theSessionCookieEndsWithTheBrowser() {
        SessionId id = SessionId.generate();

        new SessionCookie(HTTPS).write(id, response());
        new SessionCookie(HTTP).write(id, response());
        new SessionCookie(HTTPS).clear(response());

        assertThat(lines)
                .containsExactly(
                        "__Host-saltgate-443=" + id.reveal() + "; Path=/; HttpOnly; SameSite=Lax; Secure",
                        "saltgate-8080=" + id.reveal() + "; Path=/; HttpOnly; SameSite=Lax",
                        "__Host-saltgate-443=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void readsItsOwnNameAloneAndOnlyWhatItMayHaveWritten() {
        String session = SessionId.generate().reveal();
        String device = DeviceId.generate().reveal();
        HttpServletRequest both =
                request(new Cookie("saltgate-8080", session), new Cookie("saltgate-device-8080", device));

        assertThat(new SessionCookie(HTTP).read(both).orElseThrow().reveal()).isEqualTo(session);
        assertThat(new DeviceCookie(HTTP).read(both).orElseThrow().reveal()).isEqualTo(device);
        assertThat(new SessionCookie(HTTPS).read(both)).isEmpty();
        assertThat(new DeviceCookie(HTTPS).read(both)).isEmpty();
        assertThat(new DeviceCookie(HTTP).read(request())).isEmpty();
        assertThat(new DeviceCookie(HTTP).read(request(new Cookie("saltgate-device-8080", "x"))))
                .isEmpty();
        assertThat(new DeviceCookie(HTTP).read(request(new Cookie("saltgate-device-8080", ""))))
                .isEmpty();
    }

    @Test
    void believesNeitherOfTwo() {
        String session = SessionId.generate().reveal();

        assertThat(new SessionCookie(HTTP)
                        .read(request(new Cookie("saltgate-8080", session), new Cookie("saltgate-8080", session))))
                .isEmpty();
    }

    /** C10: browsers keep one jar for all ports of a host, and our cookies are for all of its paths. */
    @Test
    void twoInstallationsOnOneHostDoNotOverwriteEachOther() {
        PublicUrl[] installations = {
            HTTP,
            HTTPS,
            new PublicUrl("http://localhost", ""),
            new PublicUrl("http://localhost:9090", ""),
            new PublicUrl("http://localhost:8080", "/one"),
            new PublicUrl("http://localhost:8080", "/two"),
            new PublicUrl("https://console.example:8443", ""),
            new PublicUrl("https://console.example", "/one")
        };
        for (PublicUrl installation : installations) {
            new SessionCookie(installation).write(SessionId.generate(), response());
            new DeviceCookie(installation).write(DeviceId.generate(), response());
            new HostCookie("saltgate-done", installation).write("x", response());
        }

        assertThat(lines.stream().map(line -> line.split("=")[0]))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("(?:__Host-)?saltgate(?:-device|-done)?-[0-9]+(?:-[0-9A-Za-z_-]{8})?"));
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("addHeader");
                    assertThat(args[0]).isEqualTo("Set-Cookie");
                    lines.add((String) args[1]);
                    return null;
                });
    }

    private HttpServletRequest request(Cookie... cookies) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("getCookies");
                    return cookies.length == 0 ? null : cookies;
                });
    }
}
