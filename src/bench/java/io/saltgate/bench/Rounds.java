package io.saltgate.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Several loads, one after the other and again and again, so that whatever else the machine does meets them all. A
 * ratio is the median of those of each round.
 */
final class Rounds {

    /** One load, run once. */
    interface Load {
        Wrk.Sample run() throws IOException, InterruptedException;
    }

    private final Map<String, List<Wrk.Sample>> samples = new LinkedHashMap<>();

    /** Every other round is run backwards: whoever comes later has no advantage of it. */
    static Rounds interleave(int rounds, Map<String, Load> loads) throws IOException, InterruptedException {
        Rounds result = new Rounds();
        List<String> order = new ArrayList<>(loads.keySet());
        for (int round = 0; round < rounds; round++) {
            for (String name : round % 2 == 0 ? order : order.reversed()) {
                result.samples
                        .computeIfAbsent(name, key -> new ArrayList<>())
                        .add(loads.get(name).run());
            }
        }
        return result;
    }

    double perSecond(String name) {
        return median(
                samples.get(name).stream().mapToDouble(Wrk.Sample::perSecond).toArray());
    }

    double p99Micros(String name) {
        return median(
                samples.get(name).stream().mapToDouble(Wrk.Sample::p99Micros).toArray());
    }

    double cpuMicros(String name) {
        return median(
                samples.get(name).stream().mapToDouble(Wrk.Sample::cpuMicros).toArray());
    }

    double ratio(String name, String to) {
        return ratio(name, to, Wrk.Sample::perSecond);
    }

    double ratio(String name, String to, ToDoubleFunction<Wrk.Sample> figure) {
        List<Wrk.Sample> above = samples.get(name);
        List<Wrk.Sample> below = samples.get(to);
        double[] ratios = new double[above.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(above.get(i)) / figure.applyAsDouble(below.get(i));
        }
        return median(ratios);
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
