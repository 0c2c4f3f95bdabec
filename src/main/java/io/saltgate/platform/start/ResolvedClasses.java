package io.saltgate.platform.start;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads all that some classes refer to, so that they go on working when their application has ended. A server closes an
 * application's class loader then, and what was not loaded by it before can't be had from it any more; the virtual
 * machine itself asks a loader for each name only once.
 */
final class ResolvedClasses {

    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([A-Za-z0-9_$/]+);");

    /** Tags of the constant pool (JVM specification, section 4.4). */
    private static final int UTF8 = 1;

    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private final ClassLoader loader;
    private final String ours;
    private final Set<String> loaded = new HashSet<>();
    private final Deque<String> unread = new ArrayDeque<>();

    private ResolvedClasses(Class<?> first) {
        loader = first.getClassLoader();
        ours = first.getPackageName();
    }

    /** Loads these, and likewise what they need of their own package. */
    static void load(Class<?>... types) {
        ResolvedClasses classes = new ResolvedClasses(types[0]);
        for (Class<?> type : types) {
            classes.load(type.getName());
        }
        while (!classes.unread.isEmpty()) {
            classes.read(classes.unread.remove());
        }
    }

    private void load(String name) {
        if (!loaded.add(name)) {
            return;
        }
        try {
            Class<?> type = Class.forName(name, true, loader);
            if (loader.equals(type.getClassLoader()) && type.getPackageName().equals(ours)) {
                unread.add(name);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // what isn't there now is not used either
        }
    }

    private void read(String name) {
        try (InputStream file = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file != null) {
                readPool(new DataInputStream(file));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the class file of " + name + " can't be read", e);
        }
    }

    private void readPool(DataInputStream file) throws IOException {
        file.skipNBytes(Long.BYTES); // magic number and version
        int count = file.readUnsignedShort();
        String[] texts = new String[count];
        Set<Integer> names = new HashSet<>();
        for (int i = 1; i < count; i++) {
            int tag = file.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts[i] = file.readUTF();
                case CLASS -> names.add(file.readUnsignedShort());
                case STRING, METHOD_TYPE, MODULE, PACKAGE -> file.skipNBytes(Short.BYTES);
                case METHOD_HANDLE -> file.skipNBytes(Short.BYTES + 1L);
                case LONG, DOUBLE -> {
                    file.skipNBytes(Long.BYTES);
                    i++; // takes two places
                }
                default -> file.skipNBytes(Integer.BYTES);
            }
        }
        for (int i = 1; i < count; i++) {
            loadAllIn(texts[i], names.contains(i));
        }
    }

    private void loadAllIn(String text, boolean isName) {
        if (isName && !text.startsWith("[")) {
            load(text.replace('/', '.'));
        } else if (text != null) {
            Matcher type = IN_DESCRIPTOR.matcher(text);
            while (type.find()) {
                load(type.group(1).replace('/', '.'));
            }
        }
    }
}
