package io.saltgate.cli.http;

import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.SafeText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Thrown if there is no answer of Saltgate's: no connection, a lost one, or another server behind the URL. */
public class NotReachable extends CommandFailed {

    private static final String URL = " Check --url or SALTGATE_URL.";

    private NotReachable(List<String> lines) {
        super(ExitCodes.NOT_REACHABLE, lines);
    }

    /** Whether no connection came about, so that asking again at once is of no use. */
    static boolean isWithoutConnection(IOException failure) {
        return find(failure, ConnectException.class) != null || find(failure, SSLException.class) != null;
    }

    static NotReachable because(IOException failure, ServerUrl url, Call call) {
        List<String> lines = new ArrayList<>();
        lines.add(sentence(failure, url));
        if (!isWithoutConnection(failure) && !call.method().equals("GET")) {
            lines.add("It isn't known whether the call was done" + whatToDo(call));
        }
        return new NotReachable(lines);
    }

    private static String whatToDo(Call call) {
        if (call.idempotencyKey() != null) {
            return ". To repeat it safely, add --idempotency-key " + call.idempotencyKey();
        }
        return call.isRepeatable() ? ". It is safe to repeat it." : ": look before you repeat it.";
    }

    static NotReachable notSaltgate(ServerUrl url, String found) {
        return new NotReachable(List.of(url + " doesn't answer like Saltgate's API: " + found + "." + URL));
    }

    private static String sentence(IOException failure, ServerUrl url) {
        SSLException tls = find(failure, SSLException.class);
        if (tls != null) {
            String reason = tls.getMessage() == null ? "" : " (" + SafeText.of(tls.getMessage()) + ")";
            return "The connection to " + url + " isn't secure" + reason
                    + ". If its certificate is your own, name that of its issuer with --ca-file.";
        }
        if (find(failure, UnresolvedAddressException.class) != null) {
            return url + " can't be reached: there is no such host." + URL;
        }
        if (find(failure, HttpConnectTimeoutException.class) != null) {
            return url + " can't be reached: no connection within " + ApiClient.CONNECT_TIMEOUT.toSeconds() + " s."
                    + URL;
        }
        if (find(failure, ConnectException.class) != null) {
            return url + " can't be reached: the connection was refused." + URL;
        }
        if (find(failure, HttpTimeoutException.class) != null) {
            return url + " didn't answer within " + ApiClient.ANSWER_TIMEOUT.toSeconds() + " s.";
        }
        if (find(failure, BoundedBody.TooLarge.class) != null) {
            return url + " doesn't answer like Saltgate's API: the answer is too large." + URL;
        }
        return url + " closed the connection before its answer was complete.";
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
