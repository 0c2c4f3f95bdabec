package io.saltgate.api;

import io.saltgate.platform.web.ApiFailures;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import java.util.List;

/** A call can't be served as it is; nothing was done. */
final class CallRefused extends RuntimeException {

    static final int CONFLICT = 409;

    /** 422 (RFC 9110, section 15.5.21): JSON, but not what this call takes. */
    static final int UNPROCESSABLE = 422;

    private final int status;
    private final transient List<Complaint> complaints;

    private CallRefused(int status, List<Complaint> complaints) {
        super(complaints.getFirst().code());
        this.status = status;
        this.complaints = List.copyOf(complaints);
    }

    /** With what there is to say of a status. */
    static CallRefused of(int status) {
        return new CallRefused(status, List.of(ApiFailures.of(status)));
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

    /** @param complaints one at least */
    static CallRefused unprocessable(List<Complaint> complaints) {
        return new CallRefused(UNPROCESSABLE, complaints);
    }

    int status() {
        return status;
    }

    List<Complaint> complaints() {
        return complaints;
    }
}
