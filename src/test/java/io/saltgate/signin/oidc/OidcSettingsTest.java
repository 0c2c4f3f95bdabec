package io.saltgate.signin.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import io.saltgate.team.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OidcSettingsTest {

    private final Map<String, String> set = new HashMap<>(Map.of(
            "saltgate.oidc.issuer", "https://id.example.com",
            "saltgate.oidc.client.id", "saltgate",
            "saltgate.oidc.client.secret", "secret"));

    private OidcSettings read() {
        return OidcSettings.from(new Settings(key -> Optional.ofNullable(set.get(key))));
    }

    @Test
    void isOffWithoutAnIssuer() {
        set.clear();
        assertThat(read().isOn()).isFalse();
    }

    @Test
    void readsGroupsWhateverTheirNames() {
        set.put(
                "saltgate.oidc.groups",
                "acme admins=acme:admin, /Org/Eng=ineering=acme:DEVELOPER ,cn=x:y=acme:auditor,owners=beta:Owner");
        assertThat(read().groups())
                .extracting(GroupRole::group)
                .containsExactly("acme admins", "/Org/Eng=ineering", "cn=x:y", "owners");
        assertThat(read().rolesOf(Set.of("acme admins", "cn=x:y")).get("acme").role())
                .isEqualTo(Role.ADMIN);
        assertThat(read().rolesOf(Set.of("nothing"))).isEmpty();
    }

    @Test
    void trustsNamedDomainsAlone() {
        set.put("saltgate.oidc.trusted.domains", "Example.com, example.org");
        assertThat(read().trusts("a@example.com")).isTrue();
        assertThat(read().trusts("a@sub.example.com")).isFalse();
        assertThat(read().trusts("a@example.com@evil.example")).isFalse();
        assertThat(read().trusts("example.com")).isTrue(); // no address, which is judged elsewhere
        set.remove("saltgate.oidc.trusted.domains");
        assertThat(read().trusts("a@example.com")).isFalse();
    }

    @Test
    void readsTheSecretFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "from a file\n");
        set.remove("saltgate.oidc.client.secret");
        set.put("saltgate.oidc.client.secret.file", file.toString());
        assertThat(read().clientSecret()).isEqualTo("from a file");
        assertThat(read().toString()).doesNotContain("from a file");
        set.put("saltgate.oidc.client.secret.file", folder.resolve("none").toString());
        assertThatThrownBy(this::read).isInstanceOf(Settings.InvalidSetting.class);
    }

    @Test
    void refusesWhatCantBeMeant() {
        refuses("saltgate.oidc.issuer", "http://id.example.com");
        refuses("saltgate.oidc.issuer", "id.example.com");
        refuses("saltgate.oidc.issuer", "https://id.example.com?x=1");
        refuses("saltgate.oidc.client.id", null);
        refuses("saltgate.oidc.client.secret", null);
        refuses("saltgate.oidc.groups", "admins");
        refuses("saltgate.oidc.groups", "admins=acme:king");
        refuses("saltgate.oidc.groups", "admins=Not A Slug:admin");
        refuses("saltgate.oidc.scopes", "profile email");
        refuses("saltgate.oidc.name", "n".repeat(41));
    }

    @Test
    void takesPlainHttpOnThisMachineAlone() {
        set.put("saltgate.oidc.issuer", "http://127.0.0.1:8081/realms/acme");
        assertThat(read().isOn()).isTrue();
        set.put("saltgate.oidc.issuer", "http://localhost:8081/realms/acme");
        assertThat(read().isOn()).isTrue();
        refuses("saltgate.oidc.issuer", "http://10.0.0.1/realms/acme");
    }

    private void refuses(String key, String value) {
        String before = set.get(key);
        if (value == null) {
            set.remove(key);
        } else {
            set.put(key, value);
        }
        assertThatThrownBy(this::read)
                .as(key + "=" + value)
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining("saltgate.oidc");
        if (before == null) {
            set.remove(key);
        } else {
            set.put(key, before);
        }
    }
}
