package io.saltgate.platform.mail;

import jakarta.mail.MessagingException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Sends what a queue of mail has handed out, so that a mail that fails keeps none of the others. */
public final class MailBatch {

    private static final System.Logger LOG = System.getLogger(MailBatch.class.getName());

    /** Words a mail and hands it to the mail server. */
    @FunctionalInterface
    public interface Sending {
        void run() throws MessagingException;
    }

    private MailBatch() {}

    /**
     * Sends each mail of a batch.
     *
     * @param send returns whether the mail server took it
     * @return whether there may be more: not after a failure, which the others would share
     */
    public static <T> boolean sendEach(List<T> batch, Predicate<T> send) {
        boolean allSent = true;
        for (T each : batch) {
            allSent &= send.test(each);
        }
        return allSent && !batch.isEmpty();
    }

    /**
     * Sends a mail, or puts it off and says so in the log.
     *
     * @param what the log calls it
     * @param putOff returns whether it will be tried again
     * @return whether the mail server took it
     */
    public static boolean attempt(String what, Sending sending, BooleanSupplier putOff) {
        try {
            sending.run();
            return true;
        } catch (MessagingException | RuntimeException e) { // whatever is wrong with one, the others are sent
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} was not sent and {1}: {2}",
                    what,
                    putOff.getAsBoolean() ? "will be tried again" : "is given up",
                    e.toString());
            return false;
        }
    }
}
