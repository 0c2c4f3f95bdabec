package io.saltgate.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.saltgate.platform.db.Migrations;
import io.saltgate.platform.db.SaltgateDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.store.fs.FileUtils;
import org.h2.util.IOUtils;

/** The two databases that everything runs on: H2 in memory, and a real PostgreSQL. Each {@link #create} is empty. */
public enum TestDatabase {
    H2 {
        @Override
        DataSource connect() {
            return SaltgateDataSource.to("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
        }

        @Override
        public Opened create() {
            String file = InMemoryFiles.copyMigrated();
            DataSource database = SaltgateDataSource.to("jdbc:h2:" + file + ";DB_CLOSE_DELAY=-1", "", "");
            return opened(pool(database), () -> InMemoryFiles.forget(file, database));
        }
    },
    POSTGRES {
        @Override
        DataSource connect() {
            return SaltgateDataSource.to(Postgres.createDatabase(), "postgres", "postgres");
        }

        @Override
        public Opened create() {
            String address = Postgres.createMigratedDatabase();
            return opened(pool(SaltgateDataSource.to(address, "postgres", "postgres")), () -> Postgres.drop(address));
        }
    };

    /**
     * A migrated database with a pool.
     *
     * @param product as the driver calls it
     * @param drop what deletes the database at the end: hundreds of them would fill memory and disk
     */
    public record Opened(DataSource dataSource, String product, Runnable drop) implements AutoCloseable {
        /** The same database over a pool of its own, as another node has it. */
        public Opened again() {
            return new Opened(pool(((HikariDataSource) dataSource).getDataSource()), product, () -> {});
        }

        /** Does work with an entity manager on this database, all of it in this thread. */
        public <T> T ask(Function<EntityManager, T> work) {
            return EntityManagers.ask(this, work);
        }

        @Override
        public void close() {
            ((HikariDataSource) dataSource).close();
            drop.run();
        }
    }

    abstract DataSource connect();

    /** Without tables. */
    public DataSource createEmpty() {
        return pool(connect());
    }

    public Opened create() {
        return open(connect());
    }

    /** A database that is there already, or not. */
    public static Opened open(DataSource database) {
        DataSource dataSource = pool(database);
        Migrations.run(dataSource, true);
        return opened(dataSource, () -> {});
    }

    private static Opened opened(DataSource dataSource, Runnable drop) {
        try (Connection connection = dataSource.getConnection()) {
            return new Opened(dataSource, connection.getMetaData().getDatabaseProductName(), drop);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(LockOrder.watch(database));
        config.setMaximumPoolSize(24);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /**
     * One factory for all databases of a product, since to create one takes longer than most tests. It connects to the
     * database that its thread asks.
     */
    private static final class EntityManagers {

        private static final Map<String, EntityManagerFactory> BY_PRODUCT = new ConcurrentHashMap<>();
        private static final ThreadLocal<DataSource> ASKED = new ThreadLocal<>();

        private EntityManagers() {}

        static <T> T ask(Opened database, Function<EntityManager, T> work) {
            DataSource before = ASKED.get();
            ASKED.set(database.dataSource());
            try (EntityManager em = BY_PRODUCT
                    .computeIfAbsent(database.product(), EntityManagers::create)
                    .createEntityManager()) {
                return work.apply(em);
            } finally {
                ASKED.set(before);
            }
        }

        private static EntityManagerFactory create(String product) {
            Map<String, Object> properties = new HashMap<>();
            properties.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
            properties.put("jakarta.persistence.nonJtaDataSource", asked());
            properties.put("jakarta.persistence.jtaDataSource", null);
            properties.put("eclipselink.session-name", product);
            return Persistence.createEntityManagerFactory("saltgate", properties);
        }

        private static DataSource asked() {
            return (DataSource) Proxy.newProxyInstance(
                    EntityManagers.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, args) -> {
                        try {
                            return method.invoke(ASKED.get(), args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** H2's files, in a file system that lives in memory. */
    private static final class InMemoryFiles {

        private static String migrated;

        private InMemoryFiles() {}

        /** The file of a new database with all tables, as a copy of one that was migrated once. */
        static synchronized String copyMigrated() {
            if (migrated == null) {
                migrated = "memFS:" + UUID.randomUUID();
                Migrations.run(SaltgateDataSource.to("jdbc:h2:" + migrated, "", ""), true); // closed with the last user
            }
            String copy = "memFS:" + UUID.randomUUID();
            try {
                IOUtils.copyFiles(migrated + ".mv.db", copy + ".mv.db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return copy;
        }

        static void forget(String file, DataSource database) {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("shutdown immediately");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } finally {
                FileUtils.delete(file + ".mv.db");
            }
        }
    }

    /** One server for the whole run. */
    public static final class Postgres {

        private static EmbeddedPostgres server;
        private static String template;

        private Postgres() {}

        /** The address of a new database with all tables, as a copy of one that was migrated once. */
        static synchronized String createMigratedDatabase() {
            if (template == null) {
                String migrated = createDatabase();
                Migrations.run(SaltgateDataSource.to(migrated, "postgres", "postgres"), true);
                template = name(migrated);
            }
            return createDatabase(template);
        }

        /** The address of a new empty database; user and password are {@code postgres}. */
        public static synchronized String createDatabase() {
            return createDatabase("template1");
        }

        private static String createDatabase(String of) {
            try {
                if (server == null) {
                    server = EmbeddedPostgres.builder()
                            .setServerConfig("max_connections", "400")
                            .start();
                    Runtime.getRuntime().addShutdownHook(new Thread(Postgres::stop));
                }
                String name = "t" + UUID.randomUUID().toString().replace("-", "");
                try (Connection connection = server.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("create database " + name + " template " + of);
                }
                return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        static void drop(String address) {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop database " + name(address) + " with (force)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String name(String address) {
            return address.substring(address.lastIndexOf('/') + 1);
        }

        private static void stop() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
