package io.saltgate.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of refused calls.
 *
 * @param newer the number of the page with newer ones; null if there are none
 * @param older likewise
 */
public record RefusalsPage(
        List<RefusedCallRow> rows,
        @Nullable Integer newer,
        @Nullable Integer older) {

    private static final int ROWS = 20;

    /**
     * @param all newest first
     * @param typed the page's number, from 1 on; what is none shows the first
     */
    public static RefusalsPage of(List<RefusedCallRow> all, String typed) {
        int last = Math.max(1, (all.size() + ROWS - 1) / ROWS);
        int page = typed.matches("[1-9]") ? Math.min(Integer.parseInt(typed), last) : 1;
        return new RefusalsPage(
                all.subList((page - 1) * ROWS, Math.min(page * ROWS, all.size())),
                page == 1 ? null : page - 1,
                page == last ? null : page + 1);
    }
}
