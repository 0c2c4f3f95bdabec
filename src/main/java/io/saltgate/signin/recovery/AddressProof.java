package io.saltgate.signin.recovery;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.signin.factors.SecondFactors;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * Makes an unproved person's address theirs, and ends what another may have set up under it before: password, sessions,
 * known browsers, links, second factor and passkeys. The reader of the mail, or of the operator's link, begins anew.
 */
@Dependent
@Unguarded
public class AddressProof {

    private final Users users;
    private final PasswordReplacement replacement;
    private final SecondFactors factors;
    private final CredentialEvents events;

    @Inject
    public AddressProof(Users users, PasswordReplacement replacement, SecondFactors factors, CredentialEvents events) {
        this.users = users;
        this.replacement = replacement;
        this.factors = factors;
        this.events = events;
    }

    /**
     * Proves an unproved person's address. The person's password is locked.
     *
     * @param newHash of the password that was set with the proof
     * @throws io.saltgate.users.AddressTaken if another person has proved it: nothing is changed then
     */
    public void prove(User person, EmailAddress email, String newHash, Caller by) {
        users.prove(person, email);
        replacement.replace(person.id(), newHash);
        factors.remove(person.id());
        users.flush();
        String subject = person.id().toString();
        events.announce(new AccountEvent("address.proved", by, null, subject, Map.of()), person.id());
    }
}
