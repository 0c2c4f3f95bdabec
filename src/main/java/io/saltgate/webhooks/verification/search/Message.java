package io.saltgate.webhooks.verification.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What code may have hashed, apart from what became of the body in it.
 *
 * @param forMac what is wrong with it as the mac's message; empty if nothing is
 * @param forSignature what is wrong with it as the signature's
 */
record Message(String text, Set<Mistake> forMac, Set<Mistake> forSignature) {

    byte[] bytes() {
        return text.getBytes(UTF_8);
    }

    Set<Mistake> mistakes(Goal goal) {
        return goal == Goal.MAC ? forMac : forSignature;
    }

    /** Of ids alone. The mac's right one is the first. */
    static List<Message> withoutBody(Webhook webhook) {
        List<Message> all = new ArrayList<>();
        webhook.documentId().ifPresent(document -> {
            all.add(of(document, Set.of(), Mistake.DOCUMENT_ID_FOR_SIGNATURE));
            for (String quoted : List.of('"' + document + '"', "'" + document + "'")) {
                all.add(document(quoted, Mistake.DOCUMENT_ID_QUOTED));
            }
            for (String spaced : List.of(document + "\n", document + "\r\n", document + " ", " " + document)) {
                all.add(document(spaced, Mistake.DOCUMENT_ID_SPACE));
            }
            all.add(document(document.strip(), Mistake.DOCUMENT_ID_SPACE));
            all.add(document(document.toLowerCase(Locale.ROOT), Mistake.DOCUMENT_ID_CASE));
            all.add(document(document.toUpperCase(Locale.ROOT), Mistake.DOCUMENT_ID_CASE));
        });
        webhook.eventId().ifPresent(event -> all.add(of(event, Set.of(Mistake.OTHER_ID_FOR_MAC), Mistake.NO_BODY)));
        webhook.id().ifPresent(id -> {
            all.add(of(id, Set.of(Mistake.OTHER_ID_FOR_MAC), Mistake.NO_BODY));
            webhook.timestamp().ifPresent(time -> {
                all.add(of(id + "." + time, Set.of(Mistake.SIGNED_CONTENT_FOR_MAC), Mistake.NO_BODY));
                all.add(of(id + "." + time + ".", Set.of(Mistake.SIGNED_CONTENT_FOR_MAC), Mistake.NO_BODY));
            });
        });
        return all;
    }

    /** Of a body, in what people put around it. The signature's right one is the first, if id and time are known. */
    static List<Message> around(BodyText body, Webhook webhook) {
        String id = webhook.id().orElse("");
        String time = webhook.timestamp().orElse("");
        List<Message> all = new ArrayList<>();
        boolean known = !id.isEmpty() && !time.isEmpty();
        if (known) {
            all.add(with(body, id + "." + time + ".", Mistake.SIGNED_CONTENT_FOR_MAC, Optional.empty()));
        }
        all.add(with(body, "", Mistake.BODY_FOR_MAC, Optional.of(Mistake.BODY_ALONE)));
        if (!id.isEmpty()) {
            all.add(with(body, id + ".", Mistake.SIGNED_CONTENT_FOR_MAC, Optional.of(Mistake.NO_TIMESTAMP)));
        }
        if (!time.isEmpty()) {
            all.add(with(body, time + ".", Mistake.SIGNED_CONTENT_FOR_MAC, Optional.of(Mistake.NO_ID)));
        }
        if (known) {
            addFramed(all, body, time + "." + id + ".", Mistake.OTHER_ORDER);
            addFramed(all, body, id + time, Mistake.NO_DOTS);
            addFramed(all, body, id + "." + time + "000.", Mistake.OTHER_TIMESTAMP);
            webhook.documentId().ifPresent(other -> addFramed(all, body, other + "." + time + ".", Mistake.OTHER_ID));
            webhook.eventId().ifPresent(other -> addFramed(all, body, other + "." + time + ".", Mistake.OTHER_ID));
        }
        return all;
    }

    private static void addFramed(List<Message> all, BodyText body, String before, Mistake mistake) {
        all.add(with(body, before, Mistake.SIGNED_CONTENT_FOR_MAC, Optional.of(mistake)));
    }

    private static Message with(BodyText body, String before, Mistake forMac, Optional<Mistake> forSignature) {
        return new Message(
                before + body.text(), Set.of(forMac), forSignature.map(Set::of).orElse(Set.of()));
    }

    private static Message document(String text, Mistake mistake) {
        return of(text, Set.of(mistake), Mistake.DOCUMENT_ID_FOR_SIGNATURE);
    }

    private static Message of(String text, Set<Mistake> forMac, Mistake forSignature) {
        return new Message(text, forMac, Set.of(forSignature));
    }
}
