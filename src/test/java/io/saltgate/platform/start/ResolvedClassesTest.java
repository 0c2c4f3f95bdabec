package io.saltgate.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What a server's listener keeps of an application works after the server has closed the application's loader. */
class ResolvedClassesTest {

    private static final String OURS = ResolvedClassesTest.class.getName() + "$";

    private enum Shape {
        ROUND,
        SQUARE
    }

    private interface Named {
        String name();
    }

    /** Needs classes of its own package and others, a switch over an enum, a lambda and a joined text. */
    public static final class Part implements Callable<String> {

        @Override
        public String call() {
            Shape shape = Shape.values()[1];
            Named named = () -> new StringBuilder("a ").append(nameOf(shape)).toString();
            return named.name() + ", " + RequestTarget.Kind.GATE;
        }

        private static String nameOf(Shape shape) {
            return switch (shape) {
                case ROUND -> "ball";
                case SQUARE -> "box";
            };
        }
    }

    /** Defines the classes of this package itself, as a web application does, and loads nothing once it is closed. */
    private static final class ClosableLoader extends ClassLoader {

        private volatile boolean closed;

        ClosableLoader() {
            super(ResolvedClassesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (closed) {
                throw new IllegalStateException("closed, and asked for " + name);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                return name.startsWith(ResolvedClasses.class.getPackageName())
                        ? define(name)
                        : getParent().loadClass(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private final ClosableLoader loader = new ClosableLoader();

    @Test
    void whatWasLoadedInAdvanceWorksWithoutTheLoader() throws Exception {
        Callable<?> part = part();
        ResolvedClasses.load(part.getClass());
        loader.closed = true;

        assertThat(part.call()).isEqualTo("a box, GATE");
    }

    @Test
    void withoutThatItFails() throws Exception {
        Callable<?> part = part();
        loader.closed = true;

        assertThatThrownBy(part::call).isInstanceOfAny(IllegalStateException.class, LinkageError.class);
    }

    private Callable<?> part() throws ReflectiveOperationException {
        return (Callable<?>)
                loader.loadClass(OURS + "Part").getDeclaredConstructor().newInstance();
    }
}
