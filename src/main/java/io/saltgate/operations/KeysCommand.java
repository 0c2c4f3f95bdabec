package io.saltgate.operations;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;

/** The part of {@code bin/keys} that a running node does: {@code activate}, {@code remove} and {@code status}. */
@Dependent
public class KeysCommand implements NodeCommand {

    private final KeyRotation rotation;

    @Inject
    public KeysCommand(KeyRotation rotation) {
        this.rotation = rotation;
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String run(List<String> words) {
        if (words.size() == 2 && words.getFirst().equals("activate")) {
            rotation.activate(words.get(1));
            return "The key " + words.get(1) + " is active. Everything is being sealed anew under it: bin/keys status";
        }
        if (words.size() == 2 && words.getFirst().equals("remove")) {
            rotation.remove(words.get(1));
            return "The key " + words.get(1) + " seals nothing any longer.";
        }
        return print(rotation.status());
    }

    private static String print(KeyRingStatus.View view) {
        StringBuilder text = new StringBuilder();
        for (KeyRingStatus.Key key : view.keys()) {
            text.append("key %s  %s%s%n"
                    .formatted(
                            key.id(),
                            key.use().name().toLowerCase(Locale.ROOT),
                            key.here() ? "" : ", not in the ring of this node"));
        }
        for (NodeRegister.Node node : view.nodes()) {
            text.append("node %s  seals with %s, has %s%n"
                    .formatted(node.name(), node.activeKey(), String.join(" ", node.keys())));
        }
        for (KeyRingStatus.Part part : view.pass()) {
            text.append("%s  %,d of %,d%s%n"
                    .formatted(
                            part.name(),
                            part.done(),
                            part.total(),
                            part.finishedAt() == null ? ", under way" : ", done"));
        }
        return text.append(view.isResealing() ? "Sealing anew." : "Nothing is being sealed anew.")
                .toString();
    }
}
