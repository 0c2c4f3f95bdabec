package io.saltgate.platform.start;

import io.saltgate.platform.web.FormRateLimit;
import jakarta.servlet.ServletContext;
import java.util.List;
import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.memory.Buffers;
import org.jspecify.annotations.Nullable;

/**
 * Refuses forms without a cookie at the listener while the application's {@link FormRateLimit} is used up, since the
 * container's part of a refused request is most of its cost. Requests with a cookie go on to the application, which
 * recognises known browsers.
 */
final class EarlyFormRefusal extends BaseFilter {

    private static final List<String> PAGES =
            List.of("/signin", "/invitation/", "/console-links/", "/recovery/", "/setup");

    /** The attribute of a request that was let through: the rest of its body comes this way too. */
    private static final String PASSED = EarlyFormRefusal.class.getName();

    private final ServletContext application;

    EarlyFormRefusal(ServletContext application) {
        this.application = application;
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        HttpContent content = context.getMessage();
        if (!(content.getHttpHeader() instanceof HttpRequestPacket request) || !isAnonymousForm(request)) {
            return context.getInvokeAction();
        }
        byte[] response = request.getAttributes().getAttribute(PASSED) == null ? overloadedResponse() : null;
        if (response == null) {
            request.getAttributes().setAttribute(PASSED, true);
            return context.getInvokeAction();
        }
        context.write(Buffers.wrap(context.getMemoryManager(), response), closing(context.getConnection()));
        return context.getStopAction();
    }

    private boolean isAnonymousForm(HttpRequestPacket request) {
        return Method.POST.equals(request.getMethod())
                && !request.containsHeader(Header.Cookie)
                && PAGES.stream()
                        .anyMatch(page -> request.getRequestURI().startsWith(application.getContextPath() + page));
    }

    private byte @Nullable [] overloadedResponse() {
        FormRateLimit limit = FormRateLimit.of(application);
        return limit == null ? null : limit.overloadedResponse();
    }

    /** Closes the connection once the response is sent: the rest of the body isn't read. */
    @SuppressWarnings("rawtypes") // as Grizzly's own signature is
    private static CompletionHandler<WriteResult> closing(Connection<?> connection) {
        return new EmptyCompletionHandler<>() {
            @Override
            public void completed(WriteResult result) {
                connection.closeSilently();
            }

            @Override
            public void failed(Throwable problem) {
                connection.terminateSilently();
            }
        };
    }
}
