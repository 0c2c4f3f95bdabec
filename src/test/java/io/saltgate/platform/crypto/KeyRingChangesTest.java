package io.saltgate.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.start.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that come and go while a ring is in use. */
class KeyRingChangesTest {

    private static final Sealing.Place PLACE = new Sealing.Place(new UUID(0, 1), new UUID(0, 2), "test");

    @TempDir
    Path folder;

    @Test
    void addsAKeyToTheFileAndKeepsItsRights() throws Exception {
        KeyRingFile file = new KeyRingFile(folder.resolve("keyring"));
        KeyRing ring = file.create();
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(file.isChanged()).isFalse();

        KeyRingFile.Edit edit = file.withNewKey();
        file.write(edit);

        assertThat(file.isChanged()).isTrue();
        assertThat(file.read().keys()).hasSize(2);
        assertThat(file.isChanged()).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-r-----");
        assertThat(edit.toString()).isEqualTo("an edit of key " + edit.key());
        ring.become(file.read(), ring.current().id());
        assertThat(ring.current().id()).isNotEqualTo(edit.key());
        ring.activate(edit.key());
        assertThat(ring.current().id()).isEqualTo(edit.key());
    }

    @Test
    void aRemovedKeyChecksOldHashesAndOpensNothing() {
        KeyRingFile file = new KeyRingFile(folder.resolve("keyring"));
        KeyRing before = file.create();
        String sealed = new Sealing(before).seal("secret", PLACE);
        String id = before.current().id();
        file.write(file.withNewKey());
        file.write(file.withoutKey(id));

        KeyRing after = file.read();

        assertThat(after.holds(id)).isFalse();
        KeyRing.Key removed = after.find(id).orElseThrow();
        assertThat(removed.fingerprint()).isEqualTo(before.current().fingerprint());
        for (String label : KeyRing.Key.KEPT) {
            assertThat(removed.forPurpose(label)).isEqualTo(before.current().forPurpose(label));
        }
        assertThatThrownBy(() -> new Sealing(after).open(sealed, PLACE)).isInstanceOf(Sealing.CannotOpen.class);
        assertThatThrownBy(removed::bytes).isInstanceOf(Sealing.CannotOpen.class);
        assertThat(after.current().id()).isNotEqualTo(id);
        after.activate(id);
        assertThat(after.current().id()).isNotEqualTo(id);
    }

    @Test
    void doesNotRemoveTheOnlyKey() throws Exception {
        KeyRingFile file = new KeyRingFile(folder.resolve("keyring"));
        String id = file.create().current().id();
        String text = Files.readString(file.path());

        assertThatThrownBy(() -> file.withoutKey(id))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("the key " + id + " is the only one of the key ring");
        assertThatThrownBy(() -> file.withoutKey("none0000"))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("has no key none0000");
        assertThat(Files.readString(file.path())).isEqualTo(text);
    }

    @Test
    void readsARingFromTheConfiguration() throws Exception {
        KeyRingFile file = new KeyRingFile(folder.resolve("keyring"));
        KeyRing ring = file.create();
        String text = Files.readString(file.path());

        assertThat(new KeyRingText(text).read().current().fingerprint())
                .isEqualTo(ring.current().fingerprint());
        assertThat(new KeyRingText(text.replace('\n', ';')).read().current().fingerprint())
                .isEqualTo(ring.current().fingerprint());
        assertThat(new KeyRingText(text).toString()).doesNotContain(text);
    }
}
