package io.saltgate.signin.oidc;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The key of an {@link ExternalIdentity}. */
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class ExternalIdentityId implements Serializable {

    private String issuer;
    private String subject;

    protected ExternalIdentityId() {}

    public ExternalIdentityId(String issuer, String subject) {
        this.issuer = issuer;
        this.subject = subject;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExternalIdentityId id && id.issuer.equals(issuer) && id.subject.equals(subject);
    }

    @Override
    public int hashCode() {
        return Objects.hash(issuer, subject);
    }
}
