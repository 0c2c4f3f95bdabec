package io.saltgate.platform.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/**
 * Renders templates from the class path. Request attributes named {@code view.x} are before every template as {@code
 * x}; so are {@code assets} (the version in the theme's addresses) {@code say} (times in words), and {@code forms} (a
 * nonce for each form).
 */
@ApplicationScoped
public class Templates {

    static final String HTML = "text/html;charset=UTF-8";

    private static final String VIEW = "view.";

    private final TemplateEngine engine;
    private final JakartaServletWebApplication application;
    private final Assets assets;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Templates() {
        this.engine = null;
        this.application = null;
        this.assets = null;
    }

    @Inject
    public Templates(ServletContext context, PublicUrl publicUrl, Assets assets) {
        this.assets = assets;
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        resolver.setCacheable(true);
        engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setMessageResolver(new Messages());
        engine.setLinkBuilder(new PublicLinks(publicUrl));
        application = JakartaServletWebApplication.buildApplication(context);
    }

    void render(HttpServletRequest request, HttpServletResponse response, String template, Map<String, ?> model)
            throws IOException {
        byte[] page = text(request, response, template, model).getBytes(StandardCharsets.UTF_8);
        response.setContentType(HTML);
        response.setContentLength(page.length);
        // Not by its writer: Payara keeps the writer's 16 KiB with each of the thousands of requests that it uses
        // again.
        response.getOutputStream().write(page);
    }

    /** The page as text; nothing is written to the answer. */
    String text(HttpServletRequest request, HttpServletResponse response, String template, Map<String, ?> model)
            throws IOException {
        Map<String, @Nullable Object> variables = new HashMap<>();
        for (Enumeration<String> names = request.getAttributeNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            if (name.startsWith(VIEW)) {
                variables.put(name.substring(VIEW.length()), request.getAttribute(name));
            }
        }
        variables.put("assets", assets.version());
        variables.put("navigation", new Navigation());
        variables.put("say", new TimeFormat());
        variables.put("forms", new FormNonces());
        variables.putAll(model);
        // To a writer of our own first: a template that fails must not leave half a page behind.
        StringBuilder page = new StringBuilder();
        try (Writer out = new StringBuilderWriter(page)) {
            engine.process(
                    template,
                    new WebContext(application.buildExchange(request, response), Locale.ENGLISH, variables),
                    out);
        }
        return page.toString();
    }

    /** Whether the layout shows who is signed in. */
    static boolean hasViewer(HttpServletRequest request) {
        return request.getAttribute(VIEW + "viewer") != null;
    }

    /** {@code @{/path}} in templates: under the public address, whatever the context path. */
    private static final class PublicLinks extends StandardLinkBuilder {

        private final PublicUrl publicUrl;

        PublicLinks(PublicUrl publicUrl) {
            this.publicUrl = publicUrl;
        }

        @Override
        protected String computeContextPath(
                IExpressionContext context, String base, @Nullable Map<String, Object> parameters) {
            return publicUrl.base();
        }

        @Override
        protected String processLink(IExpressionContext context, String link) {
            return link; // no session ids in addresses, ever
        }
    }

    private static final class StringBuilderWriter extends Writer {

        private final StringBuilder target;

        StringBuilderWriter(StringBuilder target) {
            this.target = target;
        }

        @Override
        public void write(char[] buffer, int offset, int length) {
            target.append(buffer, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
