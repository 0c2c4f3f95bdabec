package io.saltgate.platform.web;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Serves {@code /theme/*}: styles, scripts and pictures, compressed for clients that accept it, on every server alike.
 * Pages are not compressed: their length would tell of secrets that stand beside what others may have written
 * (BREACH).
 */
@WebServlet("/theme/*")
public class ThemeServlet extends HttpServlet {

    private static final Pattern TAKES_GZIP =
            Pattern.compile("(?i)(?:^|.*[,\\s])gzip\\s*(?!;\\s*q=0(?:\\.0*)?\\s*(?:,|$)).*");

    private final transient Assets assets;

    @Inject
    public ThemeServlet(Assets assets) {
        this.assets = assets;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Optional<Assets.Asset> asset = path == null ? Optional.empty() : assets.find(path);
        if (asset.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String accepted = request.getHeader("Accept-Encoding");
        boolean gzip = accepted != null && TAKES_GZIP.matcher(accepted).matches();
        response.setContentType(asset.get().type());
        response.setHeader("Vary", "Accept-Encoding");
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLength(asset.get().length(gzip));
        asset.get().writeTo(response.getOutputStream(), gzip);
    }
}
