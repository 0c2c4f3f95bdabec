package io.saltgate.overview.web;

import io.saltgate.usage.CallSummary;
import io.saltgate.usage.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The bars of the chart of today's calls by hour, in units of the picture; the day before stands behind, paler. It is
 * drawn by the server, so that it needs no script.
 */
public record CallChart(List<Bar> bars) {

    static final int WIDTH = 480;
    static final int HEIGHT = 96;

    private static final int HOURS = 24;
    private static final int STEP = WIDTH / HOURS;
    private static final int GAP = 4;

    /** The least height of a bar for calls that there are, so that a single one is seen beside thousands. */
    private static final int LEAST = 2;

    /** A rectangle of a kind: {@code before}, {@code allowed} or {@code refused}. */
    public record Bar(String kind, int x, int y, int width, int height) {}

    public CallChart {
        bars = List.copyOf(bars);
    }

    static CallChart of(CallSummary calls) {
        long most = Stream.concat(calls.today().stream(), calls.yesterday().stream())
                .mapToLong(Counts.Step::all)
                .max()
                .orElse(0);
        List<Bar> bars = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            Counts.Step before = calls.yesterday().get(hour);
            Counts.Step now = calls.today().get(hour);
            int left = hour * STEP + GAP / 2;
            int width = STEP - GAP;
            add(bars, "before", left, 0, width, height(before.all(), most));
            int allowed = height(now.allowed(), most);
            add(bars, "allowed", left + GAP, 0, width - 2 * GAP, allowed);
            add(bars, "refused", left + GAP, allowed, width - 2 * GAP, height(now.refused(), most));
        }
        return new CallChart(bars);
    }

    public int width() {
        return WIDTH;
    }

    public int height() {
        return HEIGHT;
    }

    private static int height(long calls, long most) {
        return calls == 0 ? 0 : Math.max(LEAST, (int) Math.round((double) calls / most * (HEIGHT - LEAST)));
    }

    private static void add(List<Bar> bars, String kind, int x, int bottom, int width, int height) {
        if (height > 0) {
            bars.add(new Bar(kind, x, Math.max(0, HEIGHT - bottom - height), width, height));
        }
    }
}
