package io.saltgate.platform.net;

import io.saltgate.platform.net.OutboundHttp.Answer;
import io.saltgate.platform.net.OutboundHttp.Failure;
import java.io.CharConversionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/**
 * Translates exceptions of the HTTP client into failures with sentences of our own: a library's may contain what the
 * receiver sent, or addresses.
 */
final class OutboundFailures {

    private OutboundFailures() {}

    static Answer.Failed of(Exception e) {
        if (e instanceof ConnectTimeoutException) {
            return failed(Failure.CONNECT_TIMEOUT, "no connection within the time for it");
        }
        if (e instanceof ConnectException) {
            return String.valueOf(e.getMessage()).contains("refused")
                    ? failed(Failure.CONNECT_REFUSED, "the connection was refused")
                    : failed(Failure.UNREACHABLE, "there is no way to the address");
        }
        if (e instanceof NoRouteToHostException) {
            return failed(Failure.UNREACHABLE, "there is no way to the address");
        }
        if (e instanceof SSLException && find(e, SocketException.class).isEmpty()) {
            return failed(Failure.TLS, tls(e));
        }
        if (e instanceof SocketTimeoutException) {
            return failed(Failure.TIMEOUT, "nothing was heard for too long");
        }
        if (e instanceof MessageConstraintException) {
            return failed(Failure.MALFORMED, "the head of the answer is too large");
        }
        if (isMalformed(e)) {
            return failed(Failure.MALFORMED, "the answer is not HTTP/1.1");
        }
        return failed(Failure.CLOSED, "the connection was closed before the answer was complete");
    }

    private static boolean isMalformed(Exception e) {
        return e instanceof HttpException
                || e instanceof ClientProtocolException
                || e instanceof MalformedChunkCodingException && !(e instanceof TruncatedChunkException)
                || e instanceof CharConversionException
                || !(e instanceof IOException);
    }

    private static String tls(Exception e) {
        if (find(e, CertificateExpiredException.class).isPresent()) {
            return "the certificate has expired";
        }
        if (find(e, CertificateNotYetValidException.class).isPresent()) {
            return "the certificate is not valid yet";
        }
        if (find(e, CertPathBuilderException.class).isPresent()
                || find(e, CertPathValidatorException.class).isPresent()) {
            return "the certificate is not from an authority that is trusted here";
        }
        boolean otherName = find(e, CertificateException.class)
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(message ->
                        message.startsWith("No subject alternative") || message.startsWith("No name matching"))
                .isPresent();
        return otherName ? "the certificate is for another name" : "the TLS handshake failed";
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> kind) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < 10; depth++) {
            if (kind.isInstance(each)) {
                return Optional.of(kind.cast(each));
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    private static Answer.Failed failed(Failure failure, String detail) {
        return new Answer.Failed(failure, detail);
    }
}
