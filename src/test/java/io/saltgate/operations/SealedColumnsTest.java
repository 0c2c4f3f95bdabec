package io.saltgate.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingFile;
import io.saltgate.platform.crypto.KeyRings;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.SealedTable;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.webhooks.TypeFilter;
import io.saltgate.webhooks.delivery.Scene;
import io.saltgate.webhooks.endpoints.Endpoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the rotation of keys finds everything that is made under a key. What is new has to be listed here. */
class SealedColumnsTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.saltgate");

    /** Which classes seal, and the column that holds it, or how long it lives in a page, a cookie or a row. */
    private static final Map<String, String> SEALERS = Map.of(
            "io.saltgate.apiaccess.IssuedToken", "auth_token.sealed",
            "io.saltgate.apiaccess.SealedSalt", "api_access.sealed_salt",
            "io.saltgate.webhooks.endpoints.EndpointHeader", "webhook_header.sealed",
            "io.saltgate.signin.factors.AuthenticatorApp", "authenticator_app.sealed_secret",
            "io.saltgate.signin.ProviderSignIns", "provider_session.sealed_id_token",
            "io.saltgate.operatorevents.OperatorEndpoint", "operator_endpoint.sealed_secret",
            "io.saltgate.platform.db.SealedTable", "all of them",
            "io.saltgate.platform.crypto.ExpiringSeal", "at most 15 minutes, in pages",
            "io.saltgate.platform.web.KeptForms", "at most 15 minutes, in pages and waiting_form",
            "io.saltgate.signin.oidc.PendingAuthorization", "at most 15 minutes, in a cookie");

    /** Which classes derive keys for hashes, and whether a removed key still has to do so. */
    private static final Map<String, Map<String, Boolean>> HASHERS = Map.of(
            "io.saltgate.apiaccess.AuthToken", Map.of("token.tag", true, "token.pepper", true),
            "io.saltgate.operator.OperatorKeyText", Map.of("operator.key.pepper", true),
            "io.saltgate.operator.OperatorKeySettings", Map.of("operator.key.id", true),
            "io.saltgate.changes.ChangeReceipt", Map.of("change.receipt", true),
            "io.saltgate.audit.AuditSeals", Map.of("audit", true),
            "io.saltgate.signin.factors.RecoveryCode", Map.of("recovery.code", true),
            "io.saltgate.signin.passwords.SignInThrottle", Map.of("throttle", true),
            "io.saltgate.consolelinks.ConsoleLinkToken", Map.of("console.link.pepper", false),
            "io.saltgate.signin.passkeys.Challenges", Map.of("passkey.challenge", false));

    @TempDir
    private Path folder;

    @Test
    void everyClassThatSealsIsListed() {
        assertThat(callers(Sealing.class, "seal")).containsExactlyInAnyOrderElementsOf(SEALERS.keySet());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void everySealedColumnIsSealedAnew(TestDatabase kind) throws SQLException {
        Set<String> listed = tables().stream().map(SealedTable::column).collect(Collectors.toCollection(TreeSet::new));
        assertThat(SEALERS.values()).containsAll(listed);
        assertThat(SEALERS.values().stream().filter(column -> column.matches("[a-z_]+\\.[a-z_]+")))
                .containsExactlyInAnyOrderElementsOf(listed);
        try (World world = new World(kind);
                Connection connection = world.database().dataSource().getConnection();
                ResultSet column = connection.getMetaData().getColumns(null, null, "%", "%")) {
            Set<String> named = new TreeSet<>();
            while (column.next()) {
                String name = column.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
                if (name.contains("sealed")) {
                    named.add(column.getString("TABLE_NAME").toLowerCase(Locale.ROOT) + "." + name);
                }
            }
            assertThat(named).isEqualTo(listed);
        }
    }

    @Test
    void theHealthPageHasAWordForEachPart() {
        ResourceBundle messages = ResourceBundle.getBundle("messages", Locale.ENGLISH);
        assertThat(tables())
                .allMatch(table -> messages.containsKey(
                        "operator.health.pass." + table.part().replace(' ', '.')));
    }

    @Test
    void everyClassThatHashesWithAKeyIsListedAndARemovedKeyServesItWhereItMust() {
        Set<String> callers = new TreeSet<>(callers(KeyRing.Key.class, "hmac"));
        callers.addAll(callers(KeyRing.Key.class, "forPurpose"));
        callers.removeIf(name -> name.startsWith("io.saltgate.platform.crypto."));
        assertThat(callers).containsExactlyInAnyOrderElementsOf(HASHERS.keySet());

        KeyRingFile file = new KeyRingFile(folder.resolve("keyring"));
        KeyRing.Key whole = file.create().current();
        file.write(file.withNewKey());
        file.write(file.withoutKey(whole.id()));
        KeyRing.Key removed = file.read().find(whole.id()).orElseThrow();
        for (Map<String, Boolean> purposes : HASHERS.values()) {
            purposes.forEach((purpose, kept) -> {
                if (kept) {
                    assertThat(removed.forPurpose(purpose)).as(purpose).isEqualTo(whole.forPurpose(purpose));
                } else {
                    assertThatThrownBy(() -> removed.forPurpose(purpose)).isInstanceOf(Sealing.CannotOpen.class);
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void sealsEveryTableAnewSoThatItOpensWithoutTheOldKey(TestDatabase kind) throws SQLException {
        KeyRing ring = KeyRings.of("oldoldol", 1);
        try (World world = new World(kind.create(), ring)) {
            Scene scene = Scene.in(world);
            Caller other = world.member(Role.OWNER);
            world.tell(s -> s.apiAccesses().enable(other, null));
            Endpoint endpoint = scene.add("http://127.0.0.1:9/hook");
            world.tell(s -> s.endpoints().setHeader(scene.owner(), endpoint.id(), "X-One", "one"));
            world.tell(s -> s.endpoints().setHeader(scene.owner(), endpoint.id(), "X-Two", "two"));
            String token = token(world, scene.owner());
            String salt = salt(world, scene.owner());
            UUID user = scene.owner().requireUser();
            insertApp(world, user);
            insertProviderSession(world, user);
            OutboundUrl url = ((OutboundUrl.Parsed.Ok) OutboundUrl.parse("http://127.0.0.1:9/told")).url();
            world.tell(s -> s.operatorEvents().set(other, s.operatorEvents().judge(other, url, TypeFilter.ALL)));

            ring.become(KeyRings.of("oldoldol", 1, "newnewne", 2), "newnewne");
            try (Connection connection = world.database().dataSource().getConnection()) {
                for (SealedTable table : tables()) {
                    long count = table.count(connection);
                    assertThat(count).as(table.toString()).isPositive();
                    String after = null;
                    for (long left = count; left > 0; left--) {
                        SealedTable.Batch batch = table.reseal(connection, ring, after, 1);
                        assertThat(batch.left()).as(table.toString()).isEqualTo(1);
                        after = batch.last();
                    }
                    assertThat(table.reseal(connection, ring, after, 1).read()).isZero();
                    assertThat(table.countByKey(connection))
                            .as(table.toString())
                            .isEqualTo(Map.of("newnewne", count));
                }
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
            }

            ring.become(KeyRings.of("newnewne", 2), "newnewne");
            assertThat(token(world, scene.owner())).isEqualTo(token);
            assertThat(salt(world, scene.owner())).isEqualTo(salt);

            // What has moved opens there too, without the first key: else it would stay under the second.
            ring.become(KeyRings.of("newnewne", 2, "thirdthi", 3), "thirdthi");
            try (Connection connection = world.database().dataSource().getConnection()) {
                for (SealedTable table : tables()) {
                    table.reseal(connection, ring, null, 100);
                    assertThat(table.countByKey(connection))
                            .as(table.toString())
                            .containsOnlyKeys("thirdthi");
                }
            }
        }
    }

    private static void insertApp(World world, UUID user) {
        String sealed = new Sealing(world.ring())
                .seal("JBSWY3DPEHPK3PXP", new Sealing.Place(user, new UUID(0, 0), "authenticator app"));
        world.tell(s -> s.em().createNativeQuery(
                        "insert into authenticator_app (user_id, sealed_secret, last_step, added_at)"
                                + " values (?1, ?2, 0, current_timestamp)")
                .setParameter(1, user)
                .setParameter(2, sealed)
                .executeUpdate());
    }

    private static void insertProviderSession(World world, UUID user) {
        String sealed = new Sealing(world.ring())
                .seal("a.b.c", new Sealing.Place(user, new UUID(0, 0), "id token of a session"));
        world.tell(s -> s.em().createNativeQuery(
                        "insert into provider_session (session_hash, user_id, issuer, subject, ends_at,"
                                + " sealed_id_token) values ('hash', ?1, 'issuer', 'subject', current_timestamp, ?2)")
                .setParameter(1, user)
                .setParameter(2, sealed)
                .executeUpdate());
    }

    private static Set<SealedTable> tables() {
        return ALL.stream()
                .filter(type -> type.isAssignableTo(SealedTable.class)
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(SealedColumnsTest::create)
                .collect(Collectors.toSet());
    }

    private static SealedTable create(JavaClass type) {
        try {
            return (SealedTable) type.reflect().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> callers(Class<?> owner, String method) {
        return ALL.get(owner).getMethods().stream()
                .filter(each -> each.getName().equals(method))
                .flatMap(each -> each.getCallsOfSelf().stream())
                .map(call -> call.getOriginOwner().getName())
                .filter(name -> !name.equals(owner.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String token(World world, Caller owner) {
        return world.ask(s -> s.apiAccesses().revealToken(owner)).reveal();
    }

    private static String salt(World world, Caller owner) {
        return world.ask(s -> s.apiAccesses().revealSalt(owner)).reveal();
    }
}
