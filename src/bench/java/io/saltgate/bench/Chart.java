package io.saltgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The throughputs as bars, in a picture that is legible on light and on dark ground. */
final class Chart {

    private static final int WIDTH = 720;
    private static final int LABELS = 290;
    private static final int ROW = 30;
    private static final int BARS = WIDTH - LABELS - 80;

    private final StringBuilder rows = new StringBuilder();
    private final double longest;
    private int count;

    private Chart(double longest) {
        this.longest = longest;
    }

    static void write(Figures figures, Path file) throws IOException {
        Chart chart = new Chart(figures.number("empty_other_war.per_second"));
        chart.bar(figures, "empty_other_war.per_second", "empty servlet, other WAR", false);
        chart.bar(figures, "empty_same_war.per_second", "empty servlet, same WAR", false);
        chart.bar(figures, "verify.per_second", "/verify, 1,000 accounts", true);
        chart.bar(figures, "verify.million.per_second", "/verify, 1,000,000 accounts", true);
        chart.bar(figures, "verify.cold.per_second", "/verify, nothing remembered", true);
        chart.bar(figures, "keycloak.per_second", "Keycloak's token introspection", false);
        Files.writeString(file, chart.svg());
    }

    private void bar(Figures figures, String key, String label, boolean ours) {
        double value = figures.number(key);
        int y = ROW * count++;
        int length = (int) Math.max(1, Math.round(BARS * Math.min(value / longest, 1)));
        rows.append(String.format(
                Locale.ROOT,
                """
                  <text class="label" x="%d" y="%d">%s</text>
                  <rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="2"/>
                  <text x="%d" y="%d">%,.0f</text>
                """,
                LABELS - 10,
                y + 20,
                label,
                ours ? "ours" : "other",
                LABELS,
                y + 5,
                length,
                ROW - 9,
                LABELS + length + 8,
                y + 20,
                value));
    }

    private String svg() {
        int height = ROW * count + 30;
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-labelledby="title">
                  <title id="title">Calls a second over %3$d connections</title>
                  <style>
                    text { font: 14px system-ui, sans-serif; fill: #1f2328; }
                    .label { text-anchor: end; }
                    .note { font-size: 12px; }
                    .ours { fill: #0b6e4f; }
                    .other { fill: #8c959f; }
                    @media (prefers-color-scheme: dark) {
                      text { fill: #e6edf3; }
                      .ours { fill: #3fb98a; }
                      .other { fill: #6e7681; }
                    }
                  </style>
                %4$s  <text class="note" x="%5$d" y="%6$d">calls a second, %3$d connections, one run on one machine</text>
                </svg>
                """, WIDTH, height, Wrk.CONNECTIONS, rows, LABELS, height - 8);
    }
}
