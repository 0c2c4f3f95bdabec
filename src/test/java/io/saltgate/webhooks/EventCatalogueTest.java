package io.saltgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCatalogueTest {

    private static final String ENTRY =
            "{'type':'document.completed','description':'All signers have signed.','example':{'pages':3,'amount':1.50}}";

    @TempDir
    private Path folder;

    @Test
    void readsTheFileThatTheSettingNames() throws IOException {
        Path file = Files.writeString(folder.resolve("types.json"), json("[" + ENTRY + "]"));

        EventCatalogue catalogue = EventCatalogue.from(new Settings(
                key -> key.equals("saltgate.event.types") ? Optional.of(file.toString()) : Optional.empty()));

        EventCatalogue.Entry entry = catalogue.find("document.completed").orElseThrow();
        assertThat(entry.description()).isEqualTo("All signers have signed.");
        assertThat(entry.example().json()).as("numbers as they are written").isEqualTo("{\"pages\":3,\"amount\":1.50}");
        assertThat(catalogue.find("document")).isEmpty();
        assertThat(EventCatalogue.from(new Settings(key -> Optional.empty())).isEmpty())
                .isTrue();
    }

    @Test
    void saysSoIfTheFileCannotBeRead() throws IOException {
        Path none = folder.resolve("none.json");
        Path bytes = Files.write(folder.resolve("bytes.json"), new byte[] {'[', (byte) 0xff, ']'});
        for (Path file : new Path[] {none, bytes, folder}) {
            assertThatThrownBy(() -> EventCatalogue.from(new Settings(key -> Optional.of(file.toString()))))
                    .isInstanceOf(Settings.InvalidSetting.class)
                    .hasMessageStartingWith("saltgate.event.types names a file that can't be read")
                    .hasMessageContaining(file.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | is not a JSON array",
                "[ | is not a JSON array",
                "[1] | entry 1 is not an object",
                "[{'type':'a.b'}] | entry 1 is not an object of type, description and example",
                "[{'type':'a b','description':'x','example':{}}] | entry 1 has no event type",
                "[{'type':1,'description':'x','example':{}}] | entry 1 has a type that is no text",
                "[{'type':'a.*','description':'x','example':{}}] | entry 1 has no event type",
                "[{'type':'a.b','description':' ','example':{}}] | entry 1 has no description",
                "[{'type':'a.b','description':'x\\ny','example':{}}] | entry 1 has no description",
                "[{'type':'a.b','description':'x','example':[]}] | entry 1 has an example that is no JSON object",
                "[{'type':'a.b','description':'x','example':{'mac':1}}] | entry 1 has an example with the member mac",
            })
    void saysWhichEntryIsWrongAndHow(String text, String complaint) {
        assertThatThrownBy(() -> EventCatalogue.parse(json(text)))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageStartingWith("saltgate.event.types " + complaint);
    }

    @Test
    void hasBounds() {
        assertThatThrownBy(() -> EventCatalogue.parse(json("[" + ENTRY + "," + ENTRY + "]")))
                .hasMessageContaining("has a type twice");
        String many = IntStream.rangeClosed(0, EventCatalogue.MAX_TYPES)
                .mapToObj(i -> "{'type':'a" + i + "','description':'x','example':{}}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThatThrownBy(() -> EventCatalogue.parse(json(many))).hasMessageContaining("has more than 100 types");
        String large = "[{'type':'a','description':'x','example':{'x':'" + "x".repeat(17_000) + "'}}]";
        assertThatThrownBy(() -> EventCatalogue.parse(json(large))).hasMessageContaining("more than 16384 bytes");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
