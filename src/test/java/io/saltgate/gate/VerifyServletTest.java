package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifyServletTest {

    private final Map<String, Object> answer = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Whatever it is that went wrong: an error page is no answer to a gateway, and an empty 200 is the wrong one. */
    @Test
    void whatFailsUnexpectedlyIsRefused() throws Exception {
        VerifyServlet servlet = new VerifyServlet(new GateService()); // which was given nothing to judge with
        ServletContext context = fake(ServletContext.class, (proxy, method, args) -> null);
        servlet.init(fake(
                ServletConfig.class,
                (proxy, method, args) -> method.getName().equals("getServletContext") ? context : null));

        servlet.service(fake(HttpServletRequest.class, (proxy, method, args) -> null), response());

        assertThat(answer)
                .containsEntry("setStatus", 503)
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("X-Refusal", "cannot.decide")
                .containsEntry("X-Judged-Address", "-")
                .doesNotContainKeys("X-Account-Id", "X-Account-Slug", "X-Token-Id");
        assertThat(body.toString()).contains("\"code\":\"cannot.decide\"");
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (proxy, method, args) -> {
            if (method.getName().equals("getOutputStream")) {
                return output();
            }
            answer.put(args.length == 2 ? (String) args[0] : method.getName(), args[args.length - 1]);
            return null;
        });
    }

    private ServletOutputStream output() {
        return new ServletOutputStream() {
            @Override
            public void write(int octet) {
                body.write(octet);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static <T> T fake(Class<T> type, InvocationHandler does) {
        return type.cast(Proxy.newProxyInstance(VerifyServletTest.class.getClassLoader(), new Class<?>[] {type}, does));
    }
}
