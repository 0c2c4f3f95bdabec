package io.saltgate.signin.oidc;

import io.saltgate.platform.Settings;
import io.saltgate.platform.net.OutboundUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The provider that people may sign in with.
 *
 * @param issuer exactly as its tokens name it; empty if there is none
 * @param name on the button
 * @param trustedDomains of addresses that the provider may speak for, in lower case
 * @param groupsClaim the claim with the person's groups; a dot leads into an object
 * @param groups what they are worth
 * @param mfaAmr methods (RFC 8176), any of which counts as a second factor
 * @param mfaAcr classes, any of which does
 */
public record OidcSettings(
        String issuer,
        String clientId,
        String clientSecret,
        String name,
        List<String> scopes,
        Set<String> trustedDomains,
        String groupsClaim,
        List<GroupRole> groups,
        Set<String> mfaAmr,
        Set<String> mfaAcr) {

    private static final String ISSUER = "saltgate.oidc.issuer";
    private static final String CLIENT_ID = "saltgate.oidc.client.id";
    private static final String SECRET = "saltgate.oidc.client.secret";
    private static final String SECRET_FILE = "saltgate.oidc.client.secret.file";
    private static final String GROUPS = "saltgate.oidc.groups";

    private static final int MAX_ISSUER = 255;
    private static final int MAX_NAME = 40;

    /** Hosts that are this machine, where tokens cross no network. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    /** No provider. */
    public static final OidcSettings OFF =
            new OidcSettings("", "", "", "", List.of(), Set.of(), "", List.of(), Set.of(), Set.of());

    public OidcSettings {
        scopes = List.copyOf(scopes);
        trustedDomains = Set.copyOf(trustedDomains);
        groups = List.copyOf(groups);
        mfaAmr = Set.copyOf(mfaAmr);
        mfaAcr = Set.copyOf(mfaAcr);
    }

    public static OidcSettings from(Settings settings) {
        String issuer = settings.get(ISSUER, "");
        if (issuer.isEmpty()) {
            return OFF;
        }
        if (!isSafe(issuer) || issuer.indexOf('?') >= 0 || issuer.length() > MAX_ISSUER) {
            throw new Settings.InvalidSetting(ISSUER, "is not an https address without a query");
        }
        String name = settings.get("saltgate.oidc.name", "single sign-on");
        if (name.length() > MAX_NAME) {
            throw new Settings.InvalidSetting("saltgate.oidc.name", "is longer than " + MAX_NAME + " characters");
        }
        return new OidcSettings(
                issuer,
                settings.find(CLIENT_ID).orElseThrow(() -> new Settings.InvalidSetting(CLIENT_ID, "is missing")),
                secret(settings),
                name,
                scopes(settings),
                lower(settings.list("saltgate.oidc.trusted.domains")),
                settings.get("saltgate.oidc.groups.claim", "groups"),
                groups(settings),
                Set.copyOf(settings.list("saltgate.oidc.mfa.amr")),
                Set.copyOf(settings.list("saltgate.oidc.mfa.acr")));
    }

    /** Whether people can sign in with a provider. */
    public boolean isOn() {
        return !issuer.isEmpty();
    }

    /** Whether tokens and codes may travel there: https, or plain http within this machine. */
    static boolean isSafe(String url) {
        return OutboundUrl.parse(url) instanceof OutboundUrl.Parsed.Ok ok
                && (!ok.url().isPlain() || LOOPBACK.contains(ok.url().host()));
    }

    /** Whether the provider may speak for addresses of this domain. */
    public boolean trusts(String email) {
        return trustedDomains.contains(
                email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
    }

    /** The account and role of each of a person's groups that are worth something; the highest role of each account. */
    public Map<String, GroupRole> rolesOf(Set<String> groupsOfPerson) {
        Map<String, GroupRole> roles = new HashMap<>();
        groups.stream()
                .filter(each -> groupsOfPerson.contains(each.group()))
                .forEach(each -> roles.merge(
                        each.account().value(),
                        each,
                        (one, other) -> one.role().compareTo(other.role()) <= 0 ? one : other));
        return roles;
    }

    private static String secret(Settings settings) {
        if (settings.find(SECRET).isPresent()) {
            return settings.get(SECRET, "");
        }
        Path file = settings.find(SECRET_FILE)
                .map(Path::of)
                .orElseThrow(() -> new Settings.InvalidSetting(SECRET, "and " + SECRET_FILE + " are missing"));
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new Settings.InvalidSetting(SECRET_FILE, "names an empty file");
            }
            return secret;
        } catch (IOException e) {
            throw new Settings.InvalidSetting(SECRET_FILE, "names a file that can't be read", e);
        }
    }

    private static List<String> scopes(Settings settings) {
        List<String> scopes = settings.list("saltgate.oidc.scopes");
        if (scopes.isEmpty()) {
            return List.of("openid", "profile", "email");
        }
        if (!scopes.contains("openid")) {
            throw new Settings.InvalidSetting("saltgate.oidc.scopes", "lacks openid");
        }
        return scopes;
    }

    private static Set<String> lower(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /** Separated by commas alone: names of groups may have blanks. */
    private static List<GroupRole> groups(Settings settings) {
        return Arrays.stream(settings.get(GROUPS, "").split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> GroupRole.parse(text)
                        .orElseThrow(() -> new Settings.InvalidSetting(
                                GROUPS, "has " + text + ", which is not of the form group=account:role")))
                .toList();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return isOn() ? issuer : "no provider";
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        OidcSettings settings() {
            return from(Settings.current());
        }
    }
}
