package io.saltgate.api;

import io.saltgate.platform.web.ApiFailures;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import java.util.List;
import java.util.Map;

/** Thrown if a call can't be served as it is; no changes were made. */
final class CallRefused extends RuntimeException {

    static final int CONFLICT = 409;

    /** 422 (RFC 9110, section 15.5.21): JSON, but not what this call takes. */
    static final int UNPROCESSABLE = 422;

    private final int status;
    private final transient List<Complaint> complaints;
    private final transient Map<String, String> headers;

    private CallRefused(int status, List<Complaint> complaints) {
        this(status, complaints, Map.of());
    }

    private CallRefused(int status, List<Complaint> complaints, Map<String, String> headers) {
        super(complaints.getFirst().code());
        this.status = status;
        this.complaints = List.copyOf(complaints);
        this.headers = Map.copyOf(headers);
    }

    /** Creates one with the status' own message. */
    static CallRefused of(int status) {
        return new CallRefused(status, List.of(ApiFailures.of(status)));
    }

    /** 415 with the types that are taken (RFC 9110, section 15.5.16). */
    static CallRefused mediaType() {
        return new CallRefused(415, List.of(ApiFailures.of(415)), Map.of("Accept", "application/json"));
    }

    /** 415 with the encodings that are taken, which is none (RFC 9110, section 15.5.16). */
    static CallRefused contentEncoding(String encoding) {
        Complaint complaint = new Complaint(
                "content.encoding.unsupported",
                "Content-Encoding " + Typed.quote(encoding) + " isn't supported: send the body uncompressed");
        return new CallRefused(415, List.of(complaint), Map.of("Accept-Encoding", "identity"));
    }

    /** 429; a second later there may be room for one more (RFC 6585, section 4). */
    static CallRefused tooMany(String code, String message) {
        return new CallRefused(429, List.of(new Complaint(code, message)), Map.of("Retry-After", "1"));
    }

    static CallRefused malformed(String code, String message) {
        return new CallRefused(400, List.of(new Complaint(code, message)));
    }

    static CallRefused conflict(String code, String message) {
        return new CallRefused(CONFLICT, List.of(new Complaint(code, message)));
    }

    static CallRefused unprocessable(String code, String message) {
        return unprocessable(List.of(new Complaint(code, message)));
    }

    /** @param complaints at least one */
    static CallRefused unprocessable(List<Complaint> complaints) {
        return new CallRefused(UNPROCESSABLE, complaints);
    }

    int status() {
        return status;
    }

    List<Complaint> complaints() {
        return complaints;
    }

    /** Headers of the answer, beside those of its status. */
    Map<String, String> headers() {
        return headers;
    }
}
