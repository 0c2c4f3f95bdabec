package io.saltgate.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;

/**
 * Starts Saltgate on the Payara Micro that is in the same archive, and ends with status 1 if it isn't ready in time. A
 * signal ends the server as usual, with {@code saltgate.drain}.
 */
final class Launcher {

    private static final String SERVER = "fish.payara.micro.PayaraMicro";
    private static final int MILLIS = 2_000;

    /** After the server has started: the application is there by then, or has failed. */
    private static final int TRIES = 30;

    private Launcher() {}

    public static void main(String[] arguments) throws Exception {
        try {
            if (arguments.length > 0) {
                throw new LaunchSettings.Invalid("saltgate.jar takes no arguments: set variables of the environment.");
            }
            start(LaunchSettings.read(System.getenv(), System::getProperty));
        } catch (LaunchSettings.Invalid | IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void start(LaunchSettings settings) throws Exception {
        ServerFiles files = ServerFiles.create(settings);
        setProperties(settings);
        List<String> options = List.of(
                "--deploy",
                files.application().toString(),
                "--contextroot",
                "/",
                "--port",
                Integer.toString(settings.port()),
                "--rootdir",
                files.root().toString(),
                "--noHazelcast",
                "--disablephonehome",
                "--prebootcommandfile",
                files.commands("pre-boot").toString(),
                "--postbootcommandfile",
                files.commands("post-boot").toString(),
                "--postdeploycommandfile",
                files.commands("post-deploy").toString(),
                "--logproperties",
                files.logging().toString());
        startServer(options);
        awaitReady(settings);
    }

    /** As bin/run does it, and for its reasons. */
    private static void setProperties(LaunchSettings settings) {
        System.setProperty("java.awt.headless", "true");
        System.setProperty("org.glassfish.startupThreadPolicy", "USE_NO_THREADS");
        System.setProperty("org.glassfish.grizzly.http.STRICT_HEADER_VALUE_VALIDATION_RFC_9110", "false");
        System.setProperty("saltgate.data.dir", settings.dataDir().toString());
        if (System.getProperty("saltgate.public.url") == null && System.getenv("SALTGATE_PUBLIC_URL") == null) {
            System.setProperty("saltgate.public.url", "http://localhost:" + settings.port());
        }
    }

    private static void startServer(List<String> options) throws Exception {
        try {
            Class.forName(SERVER).getMethod("main", String[].class).invoke(null, (Object)
                    options.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    /** The server itself goes on after an application has failed to start. */
    private static void awaitReady(LaunchSettings settings) throws InterruptedException {
        String address = "http://" + settings.reach() + ":" + settings.port();
        for (int i = 0; i < TRIES; i++) {
            if (isStarted(address)) {
                System.err.println("Saltgate is ready at " + address);
                return;
            }
            Thread.sleep(1_000);
        }
        System.err.println("Saltgate did not start; the log says why.");
        System.exit(1);
    }

    private static boolean isStarted(String address) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(address + "/health/started").toURL().openConnection();
            connection.setConnectTimeout(MILLIS);
            connection.setReadTimeout(MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
