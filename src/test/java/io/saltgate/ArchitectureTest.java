package io.saltgate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.platform.Unguarded;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What may use what. The list here is the architecture; a new dependency is a decision and begins with a change here.
 */
class ArchitectureTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.saltgate");

    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("platform", Set.of()),
            Map.entry("accounts", Set.of("platform")),
            Map.entry("changes", Set.of("platform")),
            Map.entry("console", Set.of("platform", "accounts", "changes")),
            Map.entry("users", Set.of("platform")),
            Map.entry("team", Set.of("platform", "accounts", "users")),
            Map.entry("whitelist", Set.of("platform", "accounts", "changes")),
            Map.entry("usage", Set.of("platform", "accounts")),
            Map.entry("apiaccess", Set.of("platform", "accounts", "changes", "whitelist")),
            Map.entry("gate", Set.of("platform", "accounts", "changes", "apiaccess", "whitelist", "usage")),
            Map.entry("webhooks", Set.of("platform", "accounts", "apiaccess")),
            Map.entry("operatorevents", Set.of("platform", "accounts", "usage", "webhooks")),
            Map.entry(
                    "overview", Set.of("platform", "accounts", "team", "apiaccess", "usage", "whitelist", "webhooks")),
            Map.entry("signin", Set.of("platform", "accounts", "users", "team")),
            Map.entry("general", Set.of("platform", "accounts", "apiaccess", "signin")),
            Map.entry("closing", Set.of("platform", "accounts", "changes", "apiaccess")),
            Map.entry(
                    "operator",
                    Set.of(
                            "platform",
                            "accounts",
                            "changes",
                            "operations",
                            "users",
                            "team",
                            "signin",
                            "apiaccess",
                            "usage",
                            "closing")),
            Map.entry("consolelinks", Set.of("platform", "accounts", "users", "team", "signin", "operator")),
            Map.entry("operations", Set.of("platform", "accounts", "changes")),
            Map.entry("audit", Set.of("platform", "accounts", "users")),
            Map.entry("notices", Set.of("platform", "accounts", "users", "team")),
            Map.entry("cli", Set.of()),
            Map.entry("launcher", Set.of()));

    /** Within a feature of several rooms, by room; the empty name is the feature's own package. */
    private static final Map<String, Map<String, Set<String>>> ROOMS = Map.of(
            "signin",
            Map.of(
                    "",
                            Set.of(
                                    "passwords",
                                    "factors",
                                    "passkeys",
                                    "sessions",
                                    "firstrun",
                                    "recovery",
                                    "oidc",
                                    "addresses"),
                    "addresses", Set.of(),
                    "factors", Set.of("passkeys"),
                    "passkeys", Set.of(),
                    "oidc", Set.of(),
                    "passwords", Set.of(),
                    "sessions", Set.of(),
                    "firstrun", Set.of("passwords"),
                    "recovery", Set.of("passwords", "factors", "sessions")),
            "webhooks",
            Map.of(
                    "", Set.of("verification.search"),
                    "endpoints", Set.of(""),
                    "delivery", Set.of("", "endpoints"),
                    "events", Set.of("", "endpoints", "delivery"),
                    "verification.search", Set.of(),
                    "verification", Set.of("", "delivery", "verification.search")));

    /** Beyond what the feature itself may use: what pages show beside their own, so that nobody has to look it up. */
    private static final Map<String, Set<String>> PAGES_MAY_USE_TOO =
            Map.of("operator", Set.of("gate", "webhooks", "notices"));

    private static final Set<String> ALL_PAGES_MAY_USE =
            Set.of("platform", "accounts", "console", "team", "usage", "whitelist");

    @TestFactory
    Stream<DynamicTest> featuresUseOnlyWhatTheyMay() {
        return MAY_USE.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> noClasses()
                                .that(resideInAPackage("io.saltgate." + entry.getKey() + ".."))
                                .and(not(resideInAPackage("io.saltgate.*.web.."))
                                        .or(resideInAPackage("io.saltgate.platform..")))
                                .should()
                                .dependOnClassesThat(resideInAPackage("io.saltgate..")
                                        .and(not(resideInAnyPackage(packages(entry.getKey(), entry.getValue())))))
                                .allowEmptyShould(true)
                                .check(ALL)));
    }

    @TestFactory
    Stream<DynamicTest> roomsUseOnlyWhatTheyMay() {
        return ROOMS.entrySet().stream()
                .flatMap(feature -> feature.getValue().entrySet().stream()
                        .map(room -> DynamicTest.dynamicTest(
                                feature.getKey() + "." + room.getKey(),
                                () -> noClasses()
                                        .that(resideInAPackage(room(feature.getKey(), room.getKey())))
                                        .should()
                                        .dependOnClassesThat(resideInAPackage("io.saltgate." + feature.getKey() + "..")
                                                .and(not(resideInAnyPackage(Stream.concat(
                                                                Stream.of(room.getKey()), room.getValue().stream())
                                                        .map(name -> room(feature.getKey(), name))
                                                        .toArray(String[]::new)))))
                                        .check(ALL))));
    }

    @Test
    void everyRoomIsListed() {
        ROOMS.forEach((feature, rooms) -> assertThat(ALL.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith("io.saltgate." + feature) && !name.endsWith(".web"))
                        .collect(Collectors.toSet()))
                .isEqualTo(
                        rooms.keySet().stream().map(name -> room(feature, name)).collect(Collectors.toSet())));
    }

    @TestFactory
    Stream<DynamicTest> pagesUseTheirFeatureAndWhatStandsBelow() {
        return MAY_USE.keySet().stream()
                .filter(feature -> !feature.equals("platform"))
                .map(feature -> DynamicTest.dynamicTest(
                        feature + ".web",
                        () -> noClasses()
                                .that(resideInAPackage("io.saltgate." + feature + ".web.."))
                                .should()
                                .dependOnClassesThat(resideInAPackage("io.saltgate..")
                                        .and(not(resideInAnyPackage(packages(feature, below(feature))))))
                                .allowEmptyShould(true)
                                .check(ALL)));
    }

    @TestFactory
    Stream<DynamicTest> nobodyElseUsesThePagesOf() {
        return MAY_USE.keySet().stream()
                .filter(feature -> !feature.equals("platform"))
                .map(feature -> DynamicTest.dynamicTest(
                        feature,
                        () -> noClasses()
                                .that(not(resideInAPackage("io.saltgate." + feature + ".web..")))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("io.saltgate." + feature + ".web..")
                                .check(ALL)));
    }

    @Test
    void everyFeatureIsListedAndHasNoCycles() {
        Set<String> features = ALL.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.saltgate."))
                .map(name -> name.split("\\.")[2])
                .collect(Collectors.toSet());
        assertThat(MAY_USE.keySet())
                .containsAll(
                        features.stream().filter(name -> !name.equals("api")).toList());
        slices().matching("io.saltgate.(*)..").should().beFreeOfCycles().check(ALL);
    }

    /** It isn't in the WAR, and neither is what it parses arguments by. */
    @Test
    void theCommandLineStandsApart() {
        noClasses()
                .that(not(resideInAPackage("io.saltgate.cli..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.saltgate.cli..", "picocli..")
                .check(ALL);
        classes()
                .that()
                .resideInAPackage("io.saltgate.cli..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.saltgate.cli..",
                        "java..",
                        "javax.net.ssl..",
                        "picocli..",
                        "tools.jackson..",
                        "org.jspecify..")
                .because("nothing else is packed beside it")
                .check(ALL);
    }

    /** It isn't in the WAR, and runs before there is anything but the JDK. */
    @Test
    void theLauncherStandsApart() {
        noClasses()
                .that(not(resideInAPackage("io.saltgate.launcher..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.saltgate.launcher..")
                .check(ALL);
        classes()
                .that()
                .resideInAPackage("io.saltgate.launcher..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.saltgate.launcher..", "java..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void pagesAndApiReachNoServiceThatChecksNoRight() {
        noClasses()
                .that(resideInAnyPackage("io.saltgate.*.web..", "io.saltgate.api.."))
                .should()
                .dependOnClassesThat()
                .areAnnotatedWith(Unguarded.class)
                .check(ALL);
    }

    @Test
    void everyUseCaseNamesItsRight() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Stateless.class)
                .and()
                .arePublic()
                .should(new ArchCondition<JavaMethod>("name a permission, or permit all by name") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        boolean named = method.isAnnotatedWith(RolesAllowed.class)
                                || method.getOwner().isAnnotatedWith(PermitAll.class);
                        events.add(new SimpleConditionEvent(method, named, method.getFullName()));
                    }
                })
                .check(ALL);
    }

    @Test
    void everyGuardedUseCaseTakesItsCallerFirst() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Stateless.class)
                .and()
                .areAnnotatedWith(RolesAllowed.class)
                .should(new ArchCondition<JavaMethod>("take the caller first, for the interceptor to check") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        List<JavaClass> parameters = method.getRawParameterTypes();
                        boolean first = !parameters.isEmpty()
                                && parameters.getFirst().isEquivalentTo(Caller.class)
                                && method.getOwner().isAnnotatedWith(ForOwnAccount.class);
                        events.add(new SimpleConditionEvent(method, first, method.getFullName()));
                    }
                })
                .check(ALL);
    }

    @Test
    void servicesAreOpenToNobodyByAccident() {
        classes()
                .that()
                .areAnnotatedWith(PermitAll.class)
                .should()
                .haveNameMatching(
                        "io\\.saltgate\\.((signin\\.(sessions\\.ConsoleSessions|firstrun\\.FirstRun|Joining|PasskeySessions|ProvedSessions|ProviderSignIns|recovery\\.(PasswordRecovery|ResetRequests)|addresses\\.AddressMails|passwords\\.(KnownDevices|Passwords))|operator\\.(PresentedKeys|TokenRenewal)|operations\\.(DatabaseAcceptance|KeyRotation|NodeRegister|ResealPass)|gate\\.TokenCallers|apiaccess\\.TokenReports|team\\.InvitationMail|consolelinks\\.ConsoleLinkRedemption|audit\\.Audit(Checks|Erasures|Retention)|operatorevents\\.(OperatorEventQueue|RefusalWatch)|notices\\.(NoticeQueue|PersonNoticeQueue|EndingNotices|TokenAgeNotices)|webhooks\\.endpoints\\.Endpoint(Switch|Changes))|.*Cleanup)")
                .because(
                        "before somebody has signed in there is no right to ask for, and nobody asks for a clean-up or for what a sender finds")
                .check(ALL);
    }

    /** RESTEasy looks for one before it asks CDI: without it, WildFly doesn't start the application. */
    @Test
    void providersHaveAPublicConstructorWithoutParameters() {
        classes()
                .that()
                .areAnnotatedWith(Provider.class)
                .should(new ArchCondition<JavaClass>("have a public constructor without parameters") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean has = type.getConstructors().stream()
                                .anyMatch(each -> each.getRawParameterTypes().isEmpty()
                                        && each.getModifiers().contains(JavaModifier.PUBLIC));
                        events.add(new SimpleConditionEvent(type, has, type.getFullName()));
                    }
                })
                .check(ALL);
    }

    @Test
    void keepsOutWhatTheArchitectureRejects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.faces..", "com.sun..", "javax.faces..")
                .check(ALL);
        // One server's own: whatever uses it is missing on the others.
        noClasses()
                .that(
                        not(
                                HasName.Predicates.nameMatching(
                                        "io\\.saltgate\\.(gate\\.VerifyValve|platform\\.start\\.(HeaderProbe|DefaultStatusProbe|ListenerAddOn|EarlyFormRefusal|UpgradeRefusal)).*")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.catalina..", "org.glassfish..", "fish.payara..")
                .check(ALL);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("jakarta.servlet.http.HttpSession")
                .check(ALL);
        noClasses()
                .should()
                .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("getSession")))
                .check(ALL);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("jakarta\\.ejb\\.(Schedule|Schedules|Timer.*|Timeout)")
                .check(ALL);
        noClasses()
                .should()
                .accessClassesThat()
                .haveFullyQualifiedName("java.net.InetAddress")
                .check(ALL);
    }

    /** Each call of Json's own methods looks the provider up in all of the application's archives. */
    @Test
    void jsonIsMadeByOneProvider() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("jakarta.json.Json")
                .check(ALL);
    }

    @Test
    void secretsLeaveOnlyWhereTheyShould() {
        methods()
                .that()
                .haveName("reveal")
                .should(new ArchCondition<JavaMethod>("be called where a secret leaves, and only there") {
                    private static final Set<String> LEAVES = Set.of(
                            "io.saltgate.api.AccountBatchesResource",
                            "io.saltgate.api.AccountsResource$Creation",
                            "io.saltgate.api.Activation",
                            "io.saltgate.api.ConsoleLinksResource$Issue",
                            "io.saltgate.api.MembersResource$Invite",
                            "io.saltgate.api.OperatorEventsResource$SecretRotation",
                            "io.saltgate.api.OperatorEventsResource$Setting",
                            "io.saltgate.api.Rotation",
                            "io.saltgate.apiaccess.SealedSalt",
                            "io.saltgate.apiaccess.IssuedToken",
                            "io.saltgate.apiaccess.web.ApiPage",
                            "io.saltgate.operator.web.AccountSheetPage",
                            "io.saltgate.operator.web.AccountsPage",
                            "io.saltgate.operator.web.OperatorKeysPage",
                            "io.saltgate.operator.web.PeoplePage",
                            "io.saltgate.operatorevents.OperatorEndpoint",
                            "io.saltgate.operatorevents.OperatorEventJob",
                            "io.saltgate.signin.factors.AuthenticatorApp",
                            "io.saltgate.signin.factors.Enrolments",
                            "io.saltgate.signin.factors.TotpSecret",
                            "io.saltgate.signin.addresses.AddressMailJob",
                            "io.saltgate.signin.passwords.DeviceCookie",
                            "io.saltgate.signin.recovery.ResetMailJob",
                            "io.saltgate.signin.sessions.SessionCookie",
                            "io.saltgate.team.InvitationMailJob",
                            "io.saltgate.team.web.InvitationsPage",
                            "io.saltgate.webhooks.Signature");

                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        method.getCallsOfSelf()
                                .forEach(call -> events.add(new SimpleConditionEvent(
                                        call,
                                        LEAVES.contains(call.getOriginOwner().getFullName()),
                                        call.getDescription())));
                    }
                })
                .check(ALL);
    }

    /** An ordinary comparison takes the longer the more of a guess is right. */
    @Test
    void secretsAreComparedInConstantTime() {
        noClasses()
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .because("MessageDigest.isEqual compares bytes")
                .check(ALL);
        Map<String, String> comparers = Map.of(
                "io.saltgate.apiaccess.AuthToken.equals", "io.saltgate.platform.crypto.Hashes.sameText",
                "io.saltgate.apiaccess.AuthToken.isTaggedBy", "io.saltgate.platform.crypto.Hashes.sameText",
                "io.saltgate.signin.factors.TotpSecret.match", "io.saltgate.platform.crypto.Hashes.sameText",
                "io.saltgate.signin.firstrun.FirstRun.refuse", "io.saltgate.platform.crypto.Hashes.sameText",
                "io.saltgate.platform.web.RequestForgery.judge", "io.saltgate.platform.crypto.Hashes.sameText",
                "io.saltgate.operator.OperatorKeyText.isText", "io.saltgate.platform.crypto.Hashes.sameText",
                "io.saltgate.signin.passwords.PasswordHasher.matches", "java.security.MessageDigest.isEqual",
                "io.saltgate.platform.crypto.Hashes.sameText", "java.security.MessageDigest.isEqual");
        Set<String> called = ALL.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .map(call ->
                        call.getOriginOwner().getName() + "." + call.getOrigin().getName() + " "
                                + call.getTargetOwner().getName() + "." + call.getName())
                .collect(Collectors.toSet());
        assertThat(comparers).allSatisfy((comparer, by) -> assertThat(called).contains(comparer + " " + by));
    }

    private static Set<String> below(String feature) {
        return Stream.of(MAY_USE.get(feature), ALL_PAGES_MAY_USE, PAGES_MAY_USE_TOO.getOrDefault(feature, Set.of()))
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    private static String room(String feature, String name) {
        return "io.saltgate." + feature + (name.isEmpty() ? "" : "." + name);
    }

    private static String[] packages(String own, Set<String> others) {
        return Stream.concat(Stream.of(own), others.stream())
                .map(name -> "io.saltgate." + name + "..")
                .toArray(String[]::new);
    }
}
