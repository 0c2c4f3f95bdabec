package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.web.PublicUrl;
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
                        "__Host-saltgate-device=" + id.reveal()
                                + "; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax; Secure",
                        "saltgate-device=" + id.reveal() + "; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void theSessionCookieEndsWithTheBrowser() {
        SessionId id = SessionId.generate();

        new SessionCookie(HTTPS).write(id, response());
        new SessionCookie(HTTP).write(id, response());
        new SessionCookie(HTTPS).clear(response());

        assertThat(lines)
                .containsExactly(
                        "__Host-saltgate=" + id.reveal() + "; Path=/; HttpOnly; SameSite=Lax; Secure",
                        "saltgate=" + id.reveal() + "; Path=/; HttpOnly; SameSite=Lax",
                        "__Host-saltgate=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void readsItsOwnNameAloneAndOnlyWhatItMayHaveWritten() {
        String session = SessionId.generate().reveal();
        String device = DeviceId.generate().reveal();
        HttpServletRequest both = request(new Cookie("saltgate", session), new Cookie("saltgate-device", device));

        assertThat(new SessionCookie(HTTP).read(both).orElseThrow().reveal()).isEqualTo(session);
        assertThat(new DeviceCookie(HTTP).read(both).orElseThrow().reveal()).isEqualTo(device);
        assertThat(new SessionCookie(HTTPS).read(both)).isEmpty();
        assertThat(new DeviceCookie(HTTPS).read(both)).isEmpty();
        assertThat(new DeviceCookie(HTTP).read(request())).isEmpty();
        assertThat(new DeviceCookie(HTTP).read(request(new Cookie("saltgate-device", "x"))))
                .isEmpty();
        assertThat(new DeviceCookie(HTTP).read(request(new Cookie("saltgate-device", ""))))
                .isEmpty();
    }

    @Test
    void believesNeitherOfTwo() {
        String session = SessionId.generate().reveal();

        assertThat(new SessionCookie(HTTP)
                        .read(request(new Cookie("saltgate", session), new Cookie("saltgate", session))))
                .isEmpty();
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
