package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page has words for whatever is announced. */
class AuditCodesTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** A code is written where it is announced: the first argument, which may choose between several. */
    private static final Pattern ANNOUNCED = Pattern.compile("\\bAccountEvent(?:\\.of)?\\(([^,]*),");

    /** Several changes at once: the code for one and the code for several. */
    private static final Pattern ANNOUNCED_TOGETHER =
            Pattern.compile("\\bannounce\\(\\s*caller,\\s*(\"[^\"]*\",\\s*\"[^\"]*\"),");

    /** A fact of an event: the name before its value. */
    private static final Pattern DETAIL =
            Pattern.compile("(?:\\.with|\\.changed|Map\\.of)\\(\\s*\"([a-zA-Z]+(?:\\.[a-zA-Z]+)*)\"");

    /** What looks like a fact of an event and is none: a property of a query, a code in a table of metrics. */
    private static final Set<String> NO_DETAILS = Set.of("eclipselink.refresh", "signed.in");

    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    @Test
    void everyCodeThatIsAnnouncedHasAMessage() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (Path source : sources()) {
            for (Pattern pattern : List.of(ANNOUNCED, ANNOUNCED_TOGETHER)) {
                Matcher announced = pattern.matcher(Files.readString(source));
                while (announced.find()) {
                    List<String> texts = TEXT.matcher(announced.group(1))
                            .results()
                            .map(text -> text.group(1))
                            .toList();
                    assertThat(texts)
                            .as("the code in " + source + ": " + announced.group())
                            .isNotEmpty()
                            .allMatch(code -> code.matches("[a-z]+(?:\\.[a-z]+)+") && code.length() <= 60);
                    codes.addAll(texts);
                }
            }
        }

        assertThat(codes)
                .hasSizeGreaterThan(10)
                .contains("account.created", "api.enabled", "right.refused", "whitelist.entries.removed");
        assertThat(codes)
                .filteredOn(code -> !messages().containsKey("audit." + code))
                .isEmpty();
    }

    @Test
    void everyDetailThatIsAnnouncedHasAMessage() throws IOException {
        Set<String> details = new TreeSet<>();
        for (Path source : sources()) {
            String code = Files.readString(source);
            if (code.contains("AccountEvent") && !source.toString().contains("/web/")) {
                Matcher detail = DETAIL.matcher(code);
                while (detail.find()) {
                    details.add(detail.group(1));
                }
            }
        }
        assertThat(details).contains("reason", "second.factor", "source");
        assertThat(details)
                .filteredOn(name -> !messages().containsKey("audit.detail." + name) && !NO_DETAILS.contains(name))
                .isEmpty();
    }

    @Test
    void everyKindOfCallerThatIsNoPersonHasAMessage() {
        assertThat(Arrays.stream(Caller.Kind.values())
                        .filter(kind -> kind != Caller.Kind.USER && kind != Caller.Kind.MEMBER))
                .allMatch(kind -> messages().containsKey("audit.who." + kind));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("AccountEvent.java"))
                    .filter(file -> !file.endsWith("WhitelistRows.java")) // is given its codes, see ANNOUNCED_TOGETHER
                    .filter(file -> !file.endsWith("CredentialEvents.java")) // announces an event in several trails
                    .filter(file -> !file.endsWith("AccountChanges.java")) // repeats what others announce
                    .toList();
        }
    }

    private static ResourceBundle messages() {
        return ResourceBundle.getBundle("messages", Locale.ENGLISH);
    }
}
