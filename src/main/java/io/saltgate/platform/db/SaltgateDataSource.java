package io.saltgate.platform.db;

import io.saltgate.platform.Settings;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connects to the configured database, always READ COMMITTED and with time-outs. It does not pool: the server does for
 * the application (web.xml names this class), and the gate has a small pool of its own.
 */
public final class SaltgateDataSource implements DataSource {

    private static final int CONNECT_SECONDS = 5;
    private static final int SOCKET_SECONDS = 20;

    /** A network that says nothing any more is given up so soon where callers wait. */
    private static final int DECIDING_SECONDS = 3;

    private enum Use {
        /** Connections with time-outs, since others wait for their locks. */
        SERVING,
        /** Likewise, for reads that take milliseconds. */
        DECIDING,
        /** May take as long as it takes. */
        MIGRATING,
        /** Connections without time-outs that create no database and change none. */
        READING
    }

    private final Use use;
    private final boolean lasting;
    private @Nullable DatabaseSettings settings;
    private @Nullable DataSource driver;

    /** Chosen while not all of the configuration could be read. */
    private boolean provisional;

    /** Creates the data source that web.xml names. */
    public SaltgateDataSource() {
        this(Use.SERVING, true);
    }

    private SaltgateDataSource(Use use, boolean lasting) {
        this.use = use;
        this.lasting = lasting;
    }

    /** Creates a data source of a given database, for tests. */
    public static SaltgateDataSource to(String url, String user, String password) {
        SaltgateDataSource dataSource = new SaltgateDataSource(Use.SERVING, false);
        dataSource.settings = new DatabaseSettings(url, user, password, true);
        return dataSource;
    }

    /** Creates a data source for a pool of our own, which tests each connection before use. */
    public static SaltgateDataSource forOwnPool() {
        return new SaltgateDataSource(Use.SERVING, false);
    }

    /** Creates the gate's data source. */
    public static SaltgateDataSource deciding() {
        return new SaltgateDataSource(Use.DECIDING, false);
    }

    /** Whether the configuration names PostgreSQL. */
    public static boolean isPostgresConfigured() {
        return DatabaseSettings.from(Settings.current()).isPostgres();
    }

    /** Creates the data source of migrations. */
    static SaltgateDataSource patient() {
        return new SaltgateDataSource(Use.MIGRATING, false);
    }

    /** Creates a data source for commands that only read, outside of any server. */
    public static SaltgateDataSource reading(Settings settings) {
        SaltgateDataSource dataSource = new SaltgateDataSource(Use.READING, false);
        dataSource.settings = DatabaseSettings.from(settings);
        return dataSource;
    }

    /** Creates a data source for commands that may change the database, outside of any server. */
    public static SaltgateDataSource maintaining(Settings settings) {
        SaltgateDataSource dataSource = new SaltgateDataSource(Use.MIGRATING, false);
        dataSource.settings = DatabaseSettings.from(settings);
        return dataSource;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return lasting ? connectForServer() : connect();
    }

    private Connection connectForServer() throws SQLException {
        try {
            Connection connection = ReconnectingConnection.open(this::connect);
            ConnectFailureReporter.made();
            return connection;
        } catch (SQLException e) {
            ConnectFailureReporter.failed(e);
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = driver().getConnection();
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            if (use == Use.MIGRATING || use == Use.READING) {
                SessionSettings.takeAsLongAsItTakes(connection);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Ignores the caller's user and password: these are configuration. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    // Not in the constructor: the server makes the object before the application's configuration can be read.
    private synchronized DataSource driver() throws SQLException {
        if (driver == null || provisional) {
            if (settings == null || provisional) {
                settings = read();
            }
            driver = driver(settings);
        }
        return driver;
    }

    private DatabaseSettings read() throws SQLException {
        Settings current = Settings.current();
        DatabaseSettings found = DatabaseSettings.from(current);
        if (provisional && !found.equals(settings)) {
            throw new SQLException("saltgate.db.* must be system properties or environment variables on this server:"
                    + " it connects before it reads other sources");
        }
        provisional = !current.isComplete();
        return found;
    }

    private DataSource driver(DatabaseSettings settings) throws SQLException {
        if (settings.isPostgres()) {
            PGSimpleDataSource postgres = new PGSimpleDataSource();
            postgres.setUrl(settings.url());
            if (!settings.user().isEmpty()) {
                postgres.setUser(settings.user());
                postgres.setPassword(settings.password());
            }
            postgres.setApplicationName("saltgate");
            postgres.setConnectTimeout(use == Use.DECIDING ? DECIDING_SECONDS : CONNECT_SECONDS);
            postgres.setTcpKeepAlive(true);
            // The driver's messages would repeat the values of failed statements, and messages are logged.
            postgres.setLogServerErrorDetail(false);
            // EclipseLink sends an absent identifier as an absent text, which a uuid column refuses unless it may
            // infer.
            postgres.setStringType("unspecified");
            if (use == Use.SERVING || use == Use.DECIDING) {
                // Of several hosts the one that can be written: a standby lags, and what it doesn't know yet isn't
                // revoked.
                postgres.setTargetServerType("primary");
                postgres.setSocketTimeout(use == Use.DECIDING ? DECIDING_SECONDS : SOCKET_SECONDS);
                postgres.setOptions(use == Use.DECIDING ? SessionSettings.deciding() : SessionSettings.serving());
            }
            return postgres;
        }
        if (settings.isH2()) {
            JdbcDataSource h2 = new JdbcDataSource();
            // IFEXISTS: a mistyped folder must not become an empty database.
            // WRITE_DELAY: by default half a second of commits is lost with the process.
            // TRACE_LEVEL_FILE: H2's own log file would repeat parameters of failed statements.
            h2.setURL(settings.url()
                    + (use == Use.READING
                            ? ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r;TRACE_LEVEL_FILE=0"
                            : ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=3000;TRACE_LEVEL_FILE=0"));
            h2.setUser(settings.user());
            h2.setPassword(settings.password());
            return h2;
        }
        throw new SQLException("saltgate.db.url names neither PostgreSQL nor H2");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public int getLoginTimeout() {
        return CONNECT_SECONDS;
    }

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("does not wrap " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
