package io.saltgate.changes;

import io.saltgate.platform.crypto.KeyRing;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a request changed, once it is committed, so that no answer to a change can forget its receipt. What
 * answers requests calls {@link #watch} before the change and {@link #receipt} after it; jobs do neither.
 */
@RequestScoped
public class RequestChanges {

    private final Instance<KeyRing> ring;
    private @Nullable AccountChanged last;
    private boolean several;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RequestChanges() {
        this(null);
    }

    @Inject
    public RequestChanges(Instance<KeyRing> ring) {
        this.ring = ring;
    }

    /** Begins to collect: only an instance that is there already hears of changes. */
    public void watch() {
        // The call through the proxy has created it.
    }

    void hear(
            @Observes(notifyObserver = Reception.IF_EXISTS, during = TransactionPhase.AFTER_SUCCESS)
                    AccountChanged changed) {
        AccountChanged before = last;
        several |= before != null && !before.account().equals(changed.account());
        if (before == null || changed.tick() > before.tick()) {
            last = changed;
        }
    }

    /**
     * The receipt of the last change, which stands for those before it; empty if nothing was changed, or several
     * accounts were: a receipt is of one.
     */
    public Optional<String> receipt() {
        AccountChanged changed = last;
        return changed == null || several
                ? Optional.empty()
                : Optional.of(changed.receipt().text(ring.get()));
    }
}
