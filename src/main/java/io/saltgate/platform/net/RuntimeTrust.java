package io.saltgate.platform.net;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS with the authorities that the Java runtime came with and is updated with (on Debian those of the system). Not the
 * server's: Payara sets {@code javax.net.ssl.trustStore} to a list of its own, as old as its release, and {@code
 * keyStore} to a key that receivers would be shown.
 */
final class RuntimeTrust {

    private static final System.Logger LOG = System.getLogger(RuntimeTrust.class.getName());

    /** The usual password of such a file, which contains nothing secret. */
    private static final char[] USUAL = "changeit".toCharArray();

    private RuntimeTrust() {}

    static SSLContext tls() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            Optional<KeyStore> authorities = authorities();
            if (authorities.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the Java runtime has no certificate authorities; outbound TLS uses the server's");
            }
            trust.init(authorities.orElse(null));
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(new KeyManager[0], trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }

    private static Optional<KeyStore> authorities() {
        Path folder = Path.of(System.getProperty("java.home"), "lib", "security");
        for (String name : new String[] {"jssecacerts", "cacerts"}) {
            Path file = folder.resolve(name);
            if (Files.isReadable(file)) {
                Optional<KeyStore> read = read(file.toFile(), null).or(() -> read(file.toFile(), USUAL));
                if (read.isPresent()) {
                    return read;
                }
            }
        }
        return Optional.empty();
    }

    /** Reads a file; empty also if it has no entries, as a locked one seems to without its password. */
    private static Optional<KeyStore> read(File file, char @Nullable [] password) {
        try {
            KeyStore store = KeyStore.getInstance(file, password);
            return store.size() == 0 ? Optional.empty() : Optional.of(store);
        } catch (GeneralSecurityException | IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a file of certificate authorities could not be read", e);
            return Optional.empty();
        }
    }
}
