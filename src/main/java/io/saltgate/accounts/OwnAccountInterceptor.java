package io.saltgate.accounts;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;

/** Refuses a use case whose caller is not the one that the request was authenticated as. */
@Interceptor
@ForOwnAccount
@Priority(Interceptor.Priority.APPLICATION)
public class OwnAccountInterceptor {

    /** Somebody acts in another's name: a fault of ours, never a user's. */
    public static final class NotTheCaller extends SecurityException {
        NotTheCaller() {
            super("the use case was called for another caller than the request's");
        }
    }

    // A field: GlassFish makes a subclass of each interceptor of an EJB, by the constructor without parameters.
    @Inject
    @SuppressWarnings("NullAway.Init") // the container injects it
    private HttpServletRequest request;

    @AroundInvoke
    public Object check(InvocationContext invocation) throws Exception {
        Object[] parameters = invocation.getParameters();
        if (parameters.length == 0
                || !(parameters[0] instanceof Caller claimed)
                || !claimed.equals(request.getAttribute(Caller.ATTRIBUTE))) {
            throw new NotTheCaller();
        }
        return invocation.proceed();
    }
}
