package io.saltgate.platform.start;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this node has started, and whether it should get calls. */
@ApplicationScoped
public class NodeState {

    private volatile boolean started;
    private volatile boolean draining;
    private volatile boolean holdsActiveKey = true;
    private final String name = hostName() + ":" + ProcessHandle.current().pid();

    /** What other nodes and operators call it: the host's name and the process id. */
    public String name() {
        return name;
    }

    void start() {
        started = true;
    }

    /** Whether start-up, migrations included, is done. It stays so. */
    public boolean isStarted() {
        return started;
    }

    /** Load balancers are to send nothing more, since the process ends soon. */
    void drain() {
        draining = true;
    }

    /** Whether the key ring of this node has the key that all seal with. */
    public void holdsActiveKey(boolean holds) {
        holdsActiveKey = holds;
    }

    /** Whether it should get calls, as far as it depends on the node itself. */
    public boolean isReady() {
        return started && !draining && holdsActiveKey;
    }

    /** The environment's HOSTNAME, else the content of {@code /etc/hostname}; no name server is asked. */
    private static String hostName() {
        String set = System.getenv("HOSTNAME");
        if (set != null && !set.isBlank()) {
            return set.length() > 60 ? set.substring(0, 60) : set;
        }
        try {
            return Files.readString(Path.of("/etc/hostname")).strip();
        } catch (IOException e) {
            return "node";
        }
    }
}
