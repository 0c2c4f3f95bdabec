package io.saltgate.platform.start;

import io.saltgate.platform.web.Pace;
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
 * Turns strangers' forms away at the listener while the application's {@link Pace} for them is used up: the server's own
 * part of a request is most of what one costs that is refused. Whoever brings a cookie goes on to the application, which
 * can tell known browsers from others.
 */
final class FloodRefusal extends BaseFilter {

    private static final List<String> PAGES = List.of("/signin", "/invitation/", "/setup");

    private final ServletContext application;

    FloodRefusal(ServletContext application) {
        this.application = application;
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        HttpContent content = context.getMessage();
        byte[] answer = content.getHttpHeader() instanceof HttpRequestPacket request && isStrangersForm(request)
                ? answerToOneMore()
                : null;
        if (answer == null) {
            return context.getInvokeAction();
        }
        context.write(Buffers.wrap(context.getMemoryManager(), answer), closing(context.getConnection()));
        return context.getStopAction();
    }

    private boolean isStrangersForm(HttpRequestPacket request) {
        return Method.POST.equals(request.getMethod())
                && !request.containsHeader(Header.Cookie)
                && PAGES.stream()
                        .anyMatch(page -> request.getRequestURI().startsWith(application.getContextPath() + page));
    }

    private byte @Nullable [] answerToOneMore() {
        Pace pace = Pace.of(application);
        return pace == null ? null : pace.answerToOneMore();
    }

    /** What still comes of the body isn't read. */
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
