package io.saltgate.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** PostgreSQL that keeps every commit, and its data over a restart. */
final class DurablePostgres implements Closeable {

    private final Path data;
    private final int port = Child.freePort();
    private EmbeddedPostgres server;

    /** @param data where nothing is yet */
    DurablePostgres(Path data) throws IOException {
        this.data = data;
        server = start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Servers.close(this)));
    }

    String address() {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    /** Ends its connections; on the same port afterwards. */
    void restart() throws IOException {
        server.close();
        server = start();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("fsync", "on")
                .start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
