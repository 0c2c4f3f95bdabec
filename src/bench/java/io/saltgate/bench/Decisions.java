package io.saltgate.bench;

import io.saltgate.gate.DecisionBenchmark;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Time and memory that a decision takes by itself, by JMH. */
final class Decisions {

    private static final int ITERATIONS = 3;

    private Decisions() {}

    static void measure(Figures figures) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(DecisionBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .warmupIterations(ITERATIONS)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(ITERATIONS)
                        .measurementTime(TimeValue.seconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .jvmArgs("-Xmx1g")
                        .build())
                .run();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
            figures.add(
                    "decision." + name + ".nanos",
                    "JMH: " + name + ", nanoseconds",
                    result.getPrimaryResult().getScore());
            figures.add(
                    "decision." + name + ".bytes",
                    "JMH: " + name + ", bytes allocated",
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        }
    }
}
