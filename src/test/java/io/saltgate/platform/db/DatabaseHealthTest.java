package io.saltgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DatabaseHealthTest {

    /** Four hundred who ask while the pool gives no connection must not hold four hundred threads. */
    @Test
    void oneWaitsAndTheOthersHearWhatWasFoundLast() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        Connection valid = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getName().equals("isValid") ? true : null);
        boolean[] blocks = {false};
        DataSource pool = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (blocks[0]) {
                        waits.countDown();
                        stuck.await();
                        throw new SQLException("no connection");
                    }
                    return valid;
                });
        DatabaseHealth health = new DatabaseHealth(pool);
        assertThat(health.answers()).isTrue();
        blocks[0] = true;
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Boolean> waiting = thread.submit(health::answers);
            assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 400; i++) {
                assertThat(health.answers()).isTrue();
            }
            stuck.countDown();
            assertThat(waiting.get()).isFalse();
        }
        assertThat(health.answers()).isFalse();
    }
}
