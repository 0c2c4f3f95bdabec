package io.saltgate.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs actions at the same moment, every other one on another pool, as on two nodes. */
public final class AtOnce {

    private AtOnce() {}

    /** All have ended when it returns; what each threw is in its future. */
    public static List<Future<Void>> run(List<Runnable> actions) throws Exception {
        CyclicBarrier start = new CyclicBarrier(actions.size());
        try (ExecutorService one = Executors.newFixedThreadPool(actions.size());
                ExecutorService other = Executors.newFixedThreadPool(actions.size())) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < actions.size(); i++) {
                Runnable action = actions.get(i);
                Callable<Void> task = () -> {
                    start.await();
                    action.run();
                    return null;
                };
                all.add((i % 2 == 0 ? one : other).submit(task));
            }
            for (Future<Void> future : all) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    // Judged by whoever asked.
                }
            }
            return all;
        }
    }

    public static long succeeded(List<Future<Void>> all) {
        return all.stream()
                .filter(future -> future.state() == Future.State.SUCCESS)
                .count();
    }

    /** What those that failed threw. */
    public static List<Throwable> failures(List<Future<Void>> all) {
        return all.stream()
                .filter(future -> future.state() == Future.State.FAILED)
                .map(Future::exceptionNow)
                .toList();
    }
}
