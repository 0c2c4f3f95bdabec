package io.saltgate.platform.web;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.IMessageResolver;

/** Text of pages from one bundle ({@code messages.properties}, UTF-8), with {@link MessageFormat} parameters. */
public final class Messages implements IMessageResolver {

    private static final String BUNDLE = "messages";

    @Override
    public String getName() {
        return "messages";
    }

    @Override
    public Integer getOrder() {
        return 1;
    }

    @Override
    public @Nullable String resolveMessage(
            ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] parameters) {
        return find(context.getLocale(), key, parameters == null ? new Object[0] : parameters);
    }

    @Override
    public String createAbsentMessageRepresentation(
            ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] parameters) {
        throw new IllegalStateException("no message " + key);
    }

    /** Whether there is a text for a key that is built from data. */
    public static boolean has(String key) {
        return ResourceBundle.getBundle(BUNDLE, Locale.ENGLISH, Messages.class.getClassLoader())
                .containsKey(key);
    }

    /** Keys with a prefix, without it. */
    public static Set<String> keys(String prefix) {
        return ResourceBundle.getBundle(BUNDLE, Locale.ENGLISH, Messages.class.getClassLoader()).keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @throws IllegalStateException if there is no such message */
    public static String get(Locale locale, String key, Object... parameters) {
        String found = find(locale, key, parameters);
        if (found == null) {
            throw new IllegalStateException("no message " + key);
        }
        return found;
    }

    private static @Nullable String find(Locale locale, String key, Object[] parameters) {
        try {
            String pattern = ResourceBundle.getBundle(BUNDLE, locale, Messages.class.getClassLoader())
                    .getString(key);
            return new MessageFormat(pattern, locale).format(parameters);
        } catch (MissingResourceException e) {
            return null;
        }
    }
}
