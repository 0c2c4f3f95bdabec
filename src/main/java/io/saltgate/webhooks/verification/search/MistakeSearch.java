package io.saltgate.webhooks.verification.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.webhooks.verification.search.ComputedValue.Encoding;
import io.saltgate.webhooks.verification.search.ComputedValue.Reading;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tries the usual mistakes on one webhook, the likely ones first, until one of them gives the value in question.
 * Bounded in what it hashes, so that a large body costs no more than a part of a second. Compares in constant time.
 */
public final class MistakeSearch {

    /**
     * What a value is.
     *
     * @param goal what it comes closest to
     * @param mistakes what keeps it from being right; empty if it is
     * @param number one that was written otherwise, if {@link Mistake#NUMBERS} is among them
     */
    public record Finding(Goal goal, List<Mistake> mistakes, Optional<JsonDifference.Example> number) {

        public boolean isRight() {
            return mistakes.isEmpty();
        }
    }

    /** Bytes hashed, and characters of JSON written, of one search. */
    private static final long BUDGET = 48 * 1024 * 1024;

    /** Added to each message's length: what a hash costs besides. */
    private static final int OVERHEAD = 200;

    /** To write JSON again costs more than to hash it. */
    private static final int REWRITING = 3;

    private final List<KeyCandidate> keys;
    private final Webhook webhook;

    public MistakeSearch(String salt, Webhook webhook) {
        this.keys = KeyCandidate.of(salt);
        this.webhook = webhook;
    }

    /** Whether it has the form of a hash at all: hex or base64 of a length that one has. */
    public static boolean isHash(String value) {
        return !ComputedValue.of(value).readings().isEmpty();
    }

    /** Whether it is the salt itself, or another form of it. */
    public static boolean isSecret(String value, String salt) {
        String bare = value.strip().replaceAll("^[\"']|[\"']$", "");
        return KeyCandidate.of(salt).stream()
                .filter(key -> key.mistake() == null
                        || key.mistake() == Mistake.SECRET_AS_TEXT
                        || key.mistake() == Mistake.SECRET_NOT_DECODED)
                .anyMatch(key -> MessageDigest.isEqual(key.key(), bare.getBytes(UTF_8)));
    }

    /** What a value is, whatever it is meant to be; empty if no usual mistake gives it. */
    public Optional<Finding> find(String value) {
        // Of two that it misses by as much, the one that the headers are there for.
        boolean signed = webhook.id().isPresent() && webhook.timestamp().isPresent();
        return find(value, signed ? List.of(Goal.SIGNATURE, Goal.MAC) : List.of(Goal.MAC, Goal.SIGNATURE));
    }

    /** The same of a value that is meant for one of the two. */
    public Optional<Finding> find(String value, Goal goal) {
        return find(value, List.of(goal));
    }

    private Optional<Finding> find(String value, List<Goal> goals) {
        List<Reading> readings = ComputedValue.of(value).readings();
        if (readings.isEmpty()) {
            return Optional.empty();
        }
        Run run = new Run(readings, goals);
        return candidates()
                .takeWhile(candidate -> run.isWithinBudget())
                .map(run::match)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What may have been hashed, and how. */
    private record Candidate(Message message, BodyText body, KeyCandidate key, Construction construction) {}

    private static final BodyText NO_BODY = new BodyText("", Set.of(), Optional.empty());

    private Stream<Candidate> candidates() {
        KeyCandidate right = keys.getFirst();
        List<BodyText> bodies =
                webhook.body().isBlank() && webhook.sent().isEmpty() ? List.of() : BodyText.asItIs(webhook);
        List<BodyText> edited = Stream.concat(bodies.stream(), bodies.stream().flatMap(BodyText::edited))
                .toList();
        List<Message> ids = Message.withoutBody(webhook);
        Stream<Candidate> oneMistake = Stream.concat(
                Stream.concat(
                        ids.stream().map(message -> new Candidate(message, NO_BODY, right, Construction.HMAC)),
                        edited.stream().flatMap(body -> framed(body, right, Construction.HMAC))),
                Stream.concat(ids.stream().limit(1), firstOf(bodies))
                        .flatMap(message -> keysAndConstructions()
                                .map(way -> new Candidate(message, NO_BODY, way.key(), way.construction()))));
        Stream<Candidate> rewritten =
                bodies.stream().flatMap(BodyText::rewritten).flatMap(body -> framed(body, right, Construction.HMAC));
        Stream<Candidate> several = keysAndConstructions()
                .flatMap(way -> Stream.concat(
                        ids.stream().map(message -> new Candidate(message, NO_BODY, way.key(), way.construction())),
                        edited.stream().flatMap(body -> framed(body, way.key(), way.construction()))));
        return Stream.of(oneMistake, rewritten, several).flatMap(each -> each);
    }

    private Stream<Message> firstOf(List<BodyText> bodies) {
        return bodies.stream()
                .flatMap(body -> Message.around(body, webhook).stream().limit(1));
    }

    private Stream<Candidate> framed(BodyText body, KeyCandidate key, Construction construction) {
        return Message.around(body, webhook).stream().map(message -> new Candidate(message, body, key, construction));
    }

    private record Way(KeyCandidate key, Construction construction) {}

    private Stream<Way> keysAndConstructions() {
        Stream<Way> byKey = keys.stream().map(key -> new Way(key, Construction.HMAC));
        Stream<Way> byConstruction =
                Stream.of(Construction.values()).map(construction -> new Way(keys.getFirst(), construction));
        return Stream.concat(byKey, byConstruction);
    }

    /** One search. */
    private static final class Run {
        private final List<Reading> readings;
        private final List<Goal> goals;
        private long spent;

        Run(List<Reading> readings, List<Goal> goals) {
            this.readings = readings;
            this.goals = goals;
        }

        boolean isWithinBudget() {
            return spent < BUDGET;
        }

        Optional<Finding> match(Candidate candidate) {
            byte[] message = candidate.message().bytes();
            for (Reading reading : readings) {
                spent += (long) message.length * (candidate.body().rewriting().isPresent() ? REWRITING : 1) + OVERHEAD;
                byte[] hash = candidate
                        .construction()
                        .hash(reading.digest(), candidate.key().key(), message);
                if (MessageDigest.isEqual(hash, reading.hash())) {
                    return Optional.of(best(candidate, reading));
                }
            }
            return Optional.empty();
        }

        /** Meant for whichever it misses by less; a version before it settles that. */
        private Finding best(Candidate candidate, Reading reading) {
            return goals.stream()
                    .filter(goal -> goals.size() == 1 || !reading.versioned() || goal == Goal.SIGNATURE)
                    .map(goal -> new Finding(
                            goal,
                            mistakes(goal, candidate, reading),
                            candidate.body().number()))
                    .min(Comparator.comparingInt(Run::weight))
                    .orElseThrow();
        }

        /** Code that hashes the document's id is meant to make the mac. */
        private static int weight(Finding finding) {
            boolean other = finding.mistakes().contains(Mistake.DOCUMENT_ID_FOR_SIGNATURE);
            return finding.mistakes().size() + (other ? Goal.values().length : 0);
        }

        private static List<Mistake> mistakes(Goal goal, Candidate candidate, Reading reading) {
            Set<Mistake> all = new LinkedHashSet<>();
            switch (reading.digest()) {
                case SHA1 -> addIf(all, goal == Goal.SIGNATURE, Mistake.SHA1_FOR_SIGNATURE);
                case SHA256 -> addIf(all, goal == Goal.MAC, Mistake.SHA256_FOR_MAC);
                case MD5, SHA384, SHA512 -> all.add(Mistake.OTHER_DIGEST);
            }
            Stream.ofNullable(candidate.construction().mistake()).forEach(all::add);
            if (candidate.construction() != Construction.MESSAGE_ALONE) {
                Stream.ofNullable(candidate.key().mistake()).forEach(all::add);
            }
            all.addAll(candidate.message().mistakes(goal));
            all.addAll(candidate.body().mistakes());
            addEncoding(all, goal, reading);
            return new ArrayList<>(all);
        }

        private static void addEncoding(Set<Mistake> all, Goal goal, Reading reading) {
            Encoding encoding = reading.encoding();
            if (encoding == Encoding.BASE64_OF_HEX) {
                all.add(Mistake.BASE64_OF_HEX);
            } else if (goal == Goal.MAC) {
                addIf(all, encoding == Encoding.HEX_UPPER, Mistake.UPPER_CASE);
                addIf(all, encoding == Encoding.BASE64 || encoding == Encoding.BASE64_VARIANT, Mistake.BASE64_FOR_MAC);
            } else {
                addIf(all, encoding == Encoding.HEX || encoding == Encoding.HEX_UPPER, Mistake.HEX_FOR_SIGNATURE);
                addIf(all, encoding == Encoding.BASE64_VARIANT, Mistake.BASE64_VARIANT);
            }
        }

        private static void addIf(Set<Mistake> all, boolean condition, Mistake mistake) {
            if (condition) {
                all.add(mistake);
            }
        }
    }
}
