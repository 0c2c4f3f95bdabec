package io.saltgate;

import static io.saltgate.team.Role.ADMIN;
import static io.saltgate.team.Role.AUDITOR;
import static io.saltgate.team.Role.DEVELOPER;
import static io.saltgate.team.Role.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.saltgate.accounts.Permission;
import io.saltgate.api.AccountResource;
import io.saltgate.api.ForAccountToken;
import io.saltgate.api.NeedsScope;
import io.saltgate.api.TokenReportsResource;
import io.saltgate.api.openapi.OpenApiResource;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.gate.AccountTokenResolver;
import io.saltgate.gate.TokenCallers;
import io.saltgate.operator.OperatorScope;
import io.saltgate.team.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Who may do what, written out. The code lists its own use cases and routes; one that is not in a table here, or that
 * asks for another right than its row, fails until someone has decided.
 */
class RightsMatrixTest {

    private static final Set<Role> ALL = EnumSet.allOf(Role.class);
    private static final Set<Role> OWNER_ADMIN = EnumSet.of(OWNER, ADMIN);
    private static final Set<Role> OWNER_ADMIN_DEVELOPER = EnumSet.of(OWNER, ADMIN, DEVELOPER);
    private static final Set<Role> OWNER_ADMIN_AUDITOR = EnumSet.of(OWNER, ADMIN, AUDITOR);

    /** By use case. {@link Permission#BE_SIGNED_IN} is no role's: everybody who has signed in has it. */
    private static final Map<String, Set<Role>> USE_CASES = new TreeMap<>(Map.ofEntries(
            Map.entry("ApiAccesses.getStatus", ALL),
            Map.entry("ApiAccesses.enable", OWNER_ADMIN),
            Map.entry("ApiAccesses.disable", OWNER_ADMIN),
            Map.entry("ApiAccesses.regenerate", OWNER_ADMIN),
            Map.entry("ApiAccesses.endOverlap", OWNER_ADMIN),
            Map.entry("ApiAccesses.pause", OWNER_ADMIN_DEVELOPER),
            Map.entry("ApiAccesses.resume", OWNER_ADMIN_DEVELOPER),
            Map.entry("ApiAccesses.revealToken", OWNER_ADMIN_DEVELOPER),
            Map.entry("ApiAccesses.revealSalt", OWNER_ADMIN_DEVELOPER),
            Map.entry("TokenRotations.begin", OWNER_ADMIN),
            Map.entry("TokenRotations.rotate", OWNER_ADMIN),
            Map.entry("TokenRotations.settle", OWNER_ADMIN),
            Map.entry("AnsweredSecrets.findToken", OWNER_ADMIN),
            Map.entry("AnsweredSecrets.findIssued", OWNER_ADMIN),
            Map.entry("IdempotentCalls.repeat", Set.of()),
            Map.entry("IdempotentCalls.perform", Set.of()),
            Map.entry("Whitelists.findView", ALL),
            Map.entry("Whitelists.export", ALL),
            Map.entry("Whitelists.findCovering", ALL),
            Map.entry("Whitelists.check", ALL),
            Map.entry("Whitelists.add", OWNER_ADMIN),
            Map.entry("Whitelists.remove", OWNER_ADMIN),
            Map.entry("Whitelists.setMode", OWNER_ADMIN),
            Map.entry("WhitelistEdits.replace", OWNER_ADMIN),
            Map.entry("WhitelistEdits.merge", OWNER_ADMIN),
            Map.entry("WhitelistEdits.edit", OWNER_ADMIN),
            Map.entry("WhitelistEdits.remove", OWNER_ADMIN),
            Map.entry("RemovedEntries.restore", OWNER_ADMIN),
            Map.entry("Members.list", ALL),
            Map.entry("Members.get", ALL),
            Map.entry("Members.find", ALL),
            Map.entry("MemberDirectory.getSlice", ALL),
            Map.entry("Members.leave", ALL),
            Map.entry("Members.isLastOwner", ALL),
            Map.entry("Members.getForChange", OWNER_ADMIN),
            Map.entry("Members.changeRole", OWNER_ADMIN),
            Map.entry("Members.remove", OWNER_ADMIN),
            Map.entry("Members.handOver", EnumSet.of(OWNER)),
            Map.entry("AccessReview.begin", OWNER_ADMIN_AUDITOR),
            Map.entry("AccessReview.listMembers", OWNER_ADMIN_AUDITOR),
            Map.entry("AccessReview.listInvitations", OWNER_ADMIN_AUDITOR),
            Map.entry("Invitations.list", OWNER_ADMIN),
            Map.entry("Invitations.invite", OWNER_ADMIN),
            Map.entry("Invitations.renew", OWNER_ADMIN),
            Map.entry("Invitations.withdraw", OWNER_ADMIN),
            Map.entry("People.names", ALL),
            Map.entry("AuditBadges.get", OWNER_ADMIN_AUDITOR),
            Map.entry("AuditBadges.getOfSystem", Set.of()),
            Map.entry("AuditEntries.beginExport", OWNER_ADMIN_AUDITOR),
            Map.entry("AuditEntries.export", OWNER_ADMIN_AUDITOR),
            Map.entry("AuditEntries.get", OWNER_ADMIN_AUDITOR),
            Map.entry("AuditEntries.getSlice", OWNER_ADMIN_AUDITOR),
            Map.entry("AuditEntries.offerActors", OWNER_ADMIN_AUDITOR),
            Map.entry("AuditEntries.findActor", OWNER_ADMIN_AUDITOR),
            Map.entry("TokenHistory.list", ALL),
            Map.entry("TokenHistory.recognise", ALL),
            Map.entry("Usage.getCounts", ALL),
            Map.entry("Usage.exportCounts", ALL),
            Map.entry("Usage.getRefusals", ALL),
            Map.entry("Usage.getCallers", ALL),
            Map.entry("Usage.exportCallers", ALL),
            Map.entry("Usage.findLastUse", ALL),
            Map.entry("CallerDirectory.list", ALL),
            Map.entry("CallerDirectory.findLastCall", ALL),
            Map.entry("Usage.findLastCall", ALL),
            Map.entry("CallSummaries.get", ALL),
            Map.entry("EndingEntries.list", ALL),
            Map.entry("AccountOverviews.get", ALL),
            Map.entry("UnattributedCalls.getCounts", Set.of()),
            Map.entry("UnattributedCalls.getRefusals", Set.of()),
            Map.entry("UnattributedCalls.getTroubles", Set.of()),
            Map.entry("UnattributedCalls.getAddresses", Set.of()),
            Map.entry("Refusals.record", Set.of()),
            Map.entry("SentForms.claim", Set.of()),
            Map.entry("SentForms.find", Set.of()),
            Map.entry("Endpoints.list", ALL),
            Map.entry("Endpoints.get", ALL),
            Map.entry("Endpoints.listHeaders", ALL),
            Map.entry("Endpoints.add", OWNER_ADMIN_DEVELOPER),
            Map.entry("Endpoints.judge", OWNER_ADMIN_DEVELOPER),
            Map.entry("Endpoints.change", OWNER_ADMIN_DEVELOPER),
            Map.entry("Endpoints.switchOff", OWNER_ADMIN_DEVELOPER),
            Map.entry("Endpoints.switchOn", OWNER_ADMIN_DEVELOPER),
            Map.entry("Endpoints.remove", OWNER_ADMIN_DEVELOPER),
            Map.entry("Endpoints.forgetMissed", OWNER_ADMIN_DEVELOPER),
            Map.entry("Endpoints.setHeader", OWNER_ADMIN_DEVELOPER),
            Map.entry("Endpoints.removeHeader", OWNER_ADMIN_DEVELOPER),
            Map.entry("SeenTypes.list", ALL),
            Map.entry("Deliveries.list", ALL),
            Map.entry("Deliveries.get", ALL),
            Map.entry("Deliveries.getHealth", ALL),
            Map.entry("Deliveries.replay", OWNER_ADMIN_DEVELOPER),
            Map.entry("Deliveries.replayMissed", OWNER_ADMIN_DEVELOPER),
            Map.entry("Deliveries.sendTest", OWNER_ADMIN_DEVELOPER),
            Map.entry("WebhookChecks.check", OWNER_ADMIN_DEVELOPER),
            Map.entry("Events.accept", Set.of()),
            Map.entry("TargetPermits.list", Set.of()),
            Map.entry("TargetPermits.replace", Set.of()),
            Map.entry("OperatorEvents.getStatus", Set.of()),
            Map.entry("OperatorEvents.judge", Set.of()),
            Map.entry("OperatorEvents.set", Set.of()),
            Map.entry("OperatorEvents.rotateSecret", Set.of()),
            Map.entry("OperatorEvents.findSecret", Set.of()),
            Map.entry("OperatorEvents.test", Set.of()),
            Map.entry("OperatorEvents.switchOff", Set.of()),
            Map.entry("WebhookMetrics.get", Set.of()),
            Map.entry("Usage.getBehind", Set.of()),
            Map.entry("AccountChoices.list", Set.of()),
            Map.entry("OwnAccounts.list", Set.of()),
            Map.entry("OwnAccounts.listClosed", Set.of()),
            Map.entry("ClosingByOwner.assess", EnumSet.of(OWNER)),
            Map.entry("ClosingByOwner.close", EnumSet.of(OWNER)),
            Map.entry("ClosingByOwner.getClosed", Set.of()),
            Map.entry("ClosingByOwner.reopen", Set.of()),
            Map.entry("GeneralSettings.view", EnumSet.of(OWNER)),
            Map.entry("GeneralSettings.rename", EnumSet.of(OWNER)),
            Map.entry("GeneralSettings.requireSecondFactor", EnumSet.of(OWNER)),
            Map.entry("GeneralSettings.manageByApi", EnumSet.of(OWNER)),
            Map.entry("GeneralSettings.pauseOnLeak", EnumSet.of(OWNER)),
            Map.entry("GeneralSettings.renewTokenEvery", EnumSet.of(OWNER)),
            Map.entry("GeneralSettings.limitSessions", EnumSet.of(OWNER)),
            Map.entry("OwnProfile.rename", Set.of()),
            Map.entry("OwnProfile.chooseTheme", Set.of()),
            Map.entry("WaitingForms.keep", Set.of()),
            Map.entry("WaitingForms.passOn", Set.of()),
            Map.entry("WaitingForms.take", Set.of()),
            Map.entry("NoticeChoices.isMailOn", Set.of()),
            Map.entry("NoticeChoices.get", Set.of()),
            Map.entry("NoticeChoices.change", Set.of()),
            Map.entry("OwnActivity.list", Set.of()),
            Map.entry("OwnSessions.list", Set.of()),
            Map.entry("OwnSessions.end", Set.of()),
            Map.entry("OwnSessions.endOthers", Set.of()),
            Map.entry("OwnProfile.changePassword", Set.of()),
            Map.entry("OwnPasskeys.list", Set.of()),
            Map.entry("OwnPasskeys.find", Set.of()),
            Map.entry("OwnPasskeys.findConfirmation", Set.of()),
            Map.entry("OwnPasskeys.begin", Set.of()),
            Map.entry("OwnPasskeys.add", Set.of()),
            Map.entry("OwnPasskeys.rename", Set.of()),
            Map.entry("OwnPasskeys.remove", Set.of()),
            Map.entry("OwnAddress.get", Set.of()),
            Map.entry("OwnAddress.request", Set.of()),
            Map.entry("OwnAddress.find", Set.of()),
            Map.entry("OwnAddress.change", Set.of()),
            Map.entry("OwnAddress.prove", Set.of()),
            Map.entry("OwnSecondFactor.find", Set.of()),
            Map.entry("OwnSecondFactor.add", Set.of()),
            Map.entry("OwnSecondFactor.renewCodes", Set.of()),
            Map.entry("OwnSecondFactor.remove", Set.of()),
            Map.entry("AccountProvisioning.create", Set.of()),
            Map.entry("AccountProvisioning.list", Set.of()),
            Map.entry("AccountProvisioning.get", Set.of()),
            Map.entry("AccountProvisioning.change", Set.of()),
            Map.entry("ConsoleLinks.issue", Set.of()),
            Map.entry("AccountTeam.invite", Set.of()),
            Map.entry("AccountTeam.listInvitations", Set.of()),
            Map.entry("AccountTeam.changeRole", Set.of()),
            Map.entry("AccountTeam.remove", Set.of()),
            Map.entry("AccountBatches.find", Set.of()),
            Map.entry("AccountBatches.create", Set.of()),
            Map.entry("AccountBatches.change", Set.of()),
            Map.entry("AccountClosings.assess", Set.of()),
            Map.entry("AccountClosings.close", Set.of()),
            Map.entry("AccountClosings.reopen", Set.of()),
            Map.entry("AccountClosings.getClosed", Set.of()),
            Map.entry("AccountClosings.list", Set.of()),
            Map.entry("AccountAdministration.get", Set.of()),
            Map.entry("AccountAdministration.change", Set.of()),
            Map.entry("AccountAdministration.suspend", Set.of()),
            Map.entry("AccountAdministration.changeReason", Set.of()),
            Map.entry("AccountAdministration.resume", Set.of()),
            Map.entry("AccountAdministration.inviteOwner", Set.of()),
            Map.entry("AccountAdministration.withdrawInvitation", Set.of()),
            Map.entry("Operators.list", Set.of()),
            Map.entry("Operators.get", Set.of()),
            Map.entry("Operators.add", Set.of()),
            Map.entry("Operators.remove", Set.of()),
            Map.entry("Installation.get", Set.of()),
            Map.entry("RestoredDatabase.find", Set.of()),
            Map.entry("RestoredDatabase.accept", Set.of()),
            Map.entry("RestoredTokens.regenerateAll", Set.of()),
            Map.entry("MailQueue.getBacklog", Set.of()),
            Map.entry("SystemAuditEntries.getSlice", Set.of()),
            Map.entry("SystemAuditEntries.get", Set.of()),
            Map.entry("SystemAuditEntries.beginExport", Set.of()),
            Map.entry("SystemAuditEntries.export", Set.of()),
            Map.entry("SystemAuditEntries.offerActors", Set.of()),
            Map.entry("SystemAuditEntries.findActor", Set.of()),
            Map.entry("PersonAccess.disable", Set.of()),
            Map.entry("PersonAccess.enable", Set.of()),
            Map.entry("PersonErasure.erase", Set.of()),
            Map.entry("PersonErasure.assess", Set.of()),
            Map.entry("RecoveryLinks.create", Set.of()),
            Map.entry("RecoveryLinks.withdrawOf", Set.of()),
            Map.entry("PeopleSearch.search", Set.of()),
            Map.entry("PeopleSearch.get", Set.of()),
            Map.entry("OperatorKeys.list", Set.of()),
            Map.entry("OperatorKeys.make", Set.of()),
            Map.entry("OperatorKeys.revoke", Set.of())));

    /**
     * The use cases that a scope of an operator key opens. Who keeps a secret is not among them, nor who makes keys.
     */
    private static final Map<OperatorScope, Set<String>> USE_CASES_BY_SCOPE = Map.of(
            OperatorScope.ACCOUNTS,
            Set.of(
                    "AccountProvisioning.create",
                    "AccountProvisioning.list",
                    "AccountProvisioning.get",
                    "AccountProvisioning.change",
                    "AccountTeam.invite",
                    "AccountTeam.listInvitations",
                    "AccountTeam.changeRole",
                    "AccountTeam.remove",
                    "AccountBatches.find",
                    "AccountBatches.create",
                    "AccountBatches.change",
                    "AccountClosings.close",
                    "AccountClosings.reopen",
                    "AccountClosings.getClosed",
                    "AccountClosings.list",
                    "ApiAccesses.getStatus",
                    "TokenHistory.list",
                    "TokenHistory.recognise",
                    "Usage.getCounts",
                    "Usage.exportCounts",
                    "Usage.getRefusals",
                    "Usage.getCallers",
                    "Usage.exportCallers",
                    "Usage.findLastUse",
                    "CallerDirectory.list",
                    "CallerDirectory.findLastCall",
                    "Usage.findLastCall",
                    "CallSummaries.get",
                    "EndingEntries.list",
                    "AccountOverviews.get",
                    "Whitelists.findView",
                    "Whitelists.export",
                    "Whitelists.findCovering",
                    "Whitelists.check",
                    "Whitelists.add",
                    "Whitelists.remove",
                    "Whitelists.setMode",
                    "WhitelistEdits.replace",
                    "WhitelistEdits.merge",
                    "WhitelistEdits.edit",
                    "WhitelistEdits.remove",
                    "RemovedEntries.restore",
                    "Endpoints.list",
                    "Endpoints.get",
                    "Endpoints.listHeaders",
                    "Endpoints.add",
                    "Endpoints.judge",
                    "Endpoints.change",
                    "Endpoints.switchOff",
                    "Endpoints.switchOn",
                    "Endpoints.remove",
                    "Endpoints.forgetMissed",
                    "Endpoints.setHeader",
                    "Endpoints.removeHeader",
                    "SeenTypes.list",
                    "Deliveries.list",
                    "Deliveries.get",
                    "Deliveries.getHealth",
                    "Deliveries.replay",
                    "Deliveries.replayMissed",
                    "Deliveries.sendTest",
                    "TargetPermits.list",
                    "TargetPermits.replace",
                    "OperatorEvents.getStatus",
                    "OperatorEvents.judge",
                    "OperatorEvents.set",
                    "OperatorEvents.rotateSecret",
                    "OperatorEvents.findSecret",
                    "OperatorEvents.test",
                    "OperatorEvents.switchOff",
                    "WebhookMetrics.get",
                    "Usage.getBehind",
                    "Members.list",
                    "Members.get",
                    "Members.leave",
                    "Members.isLastOwner",
                    "Members.find",
                    "MemberDirectory.getSlice",
                    "People.names",
                    "Refusals.record",
                    "IdempotentCalls.repeat",
                    "IdempotentCalls.perform"),
            OperatorScope.CREDENTIALS,
            Set.of(
                    "ApiAccesses.getStatus",
                    "TokenHistory.list",
                    "TokenHistory.recognise",
                    "Usage.getCounts",
                    "Usage.exportCounts",
                    "Usage.getRefusals",
                    "Usage.getCallers",
                    "Usage.exportCallers",
                    "Usage.findLastUse",
                    "CallerDirectory.list",
                    "CallerDirectory.findLastCall",
                    "Usage.findLastCall",
                    "CallSummaries.get",
                    "EndingEntries.list",
                    "AccountOverviews.get",
                    "ApiAccesses.enable",
                    "ApiAccesses.disable",
                    "ApiAccesses.regenerate",
                    "ApiAccesses.endOverlap",
                    "TokenRotations.begin",
                    "TokenRotations.rotate",
                    "TokenRotations.settle",
                    "AnsweredSecrets.findToken",
                    "AnsweredSecrets.findIssued",
                    "ApiAccesses.pause",
                    "ApiAccesses.resume",
                    "Whitelists.findView",
                    "Whitelists.export",
                    "Whitelists.findCovering",
                    "Whitelists.check",
                    "Endpoints.list",
                    "Endpoints.get",
                    "Endpoints.listHeaders",
                    "SeenTypes.list",
                    "Deliveries.list",
                    "Deliveries.get",
                    "Deliveries.getHealth",
                    "Members.list",
                    "Members.get",
                    "Members.leave",
                    "Members.isLastOwner",
                    "Members.find",
                    "MemberDirectory.getSlice",
                    "People.names",
                    "Refusals.record",
                    "IdempotentCalls.repeat",
                    "IdempotentCalls.perform"),
            OperatorScope.EVENTS,
            Set.of("Events.accept", "Refusals.record", "IdempotentCalls.repeat", "IdempotentCalls.perform"),
            OperatorScope.SESSIONS,
            Set.of("ConsoleLinks.issue", "Refusals.record", "IdempotentCalls.repeat", "IdempotentCalls.perform"));

    /** What everyone may who has signed in: things of their own, whatever their role. */
    private static final Set<String> USE_CASES_BY_BEING_SIGNED_IN = new TreeSet<>(Set.of(
            "AccountChoices.list",
            "NoticeChoices.change",
            "NoticeChoices.get",
            "NoticeChoices.isMailOn",
            "OwnAccounts.list",
            "OwnAccounts.listClosed",
            "OwnActivity.list",
            "OwnAddress.change",
            "OwnAddress.find",
            "OwnAddress.get",
            "OwnAddress.prove",
            "OwnAddress.request",
            "OwnPasskeys.add",
            "OwnPasskeys.begin",
            "OwnPasskeys.find",
            "OwnPasskeys.findConfirmation",
            "OwnPasskeys.list",
            "OwnPasskeys.remove",
            "OwnPasskeys.rename",
            "OwnProfile.changePassword",
            "OwnProfile.chooseTheme",
            "OwnProfile.rename",
            "OwnSecondFactor.add",
            "OwnSecondFactor.find",
            "OwnSecondFactor.remove",
            "OwnSecondFactor.renewCodes",
            "OwnSessions.end",
            "OwnSessions.endOthers",
            "OwnSessions.list",
            "Refusals.record",
            "SentForms.claim",
            "SentForms.find",
            "WaitingForms.keep",
            "WaitingForms.passOn",
            "WaitingForms.take"));

    /** What operators may, and nobody else. */
    private static final Set<String> USE_CASES_BY_BEING_AN_OPERATOR = new TreeSet<>(Set.of(
            "AccountAdministration.change",
            "AccountAdministration.changeReason",
            "AccountAdministration.get",
            "AccountAdministration.inviteOwner",
            "AccountAdministration.resume",
            "AccountAdministration.suspend",
            "AccountAdministration.withdrawInvitation",
            "AccountClosings.assess",
            "AccountClosings.close",
            "AccountClosings.getClosed",
            "AccountClosings.list",
            "AccountClosings.reopen",
            "AccountProvisioning.create",
            "AccountProvisioning.list",
            "AuditBadges.getOfSystem",
            "Installation.get",
            "MailQueue.getBacklog",
            "OperatorKeys.list",
            "OperatorKeys.make",
            "OperatorKeys.revoke",
            "Operators.add",
            "Operators.get",
            "Operators.list",
            "Operators.remove",
            "PeopleSearch.get",
            "PeopleSearch.search",
            "PersonAccess.disable",
            "PersonAccess.enable",
            "PersonErasure.assess",
            "PersonErasure.erase",
            "RecoveryLinks.create",
            "RecoveryLinks.withdrawOf",
            "RestoredDatabase.accept",
            "RestoredDatabase.find",
            "RestoredTokens.regenerateAll",
            "SystemAuditEntries.beginExport",
            "SystemAuditEntries.export",
            "SystemAuditEntries.findActor",
            "SystemAuditEntries.get",
            "SystemAuditEntries.getSlice",
            "SystemAuditEntries.offerActors",
            "UnattributedCalls.getAddresses",
            "UnattributedCalls.getCounts",
            "UnattributedCalls.getRefusals",
            "UnattributedCalls.getTroubles",
            "Usage.getBehind",
            "WebhookMetrics.get"));

    /**
     * What a guest may beyond the role: have forms and refusals noted. Nothing of what people do for themselves, such
     * as setting a password, is among it.
     */
    private static final Set<String> USE_CASES_BY_BEING_A_GUEST =
            Set.of("SentForms.claim", "SentForms.find", "Refusals.record");

    /** What an account's token opens where its owner has switched on "Manage by API"; nothing where it is off. */
    private static final Set<String> USE_CASES_BY_TOKEN = Set.of(
            "ApiAccesses.getStatus",
            "TokenHistory.list",
            "TokenHistory.recognise",
            "Usage.getCounts",
            "Usage.exportCounts",
            "Usage.getRefusals",
            "Usage.getCallers",
            "Usage.exportCallers",
            "Usage.findLastUse",
            "Usage.findLastCall",
            "CallSummaries.get",
            "EndingEntries.list",
            "AccountOverviews.get",
            "CallerDirectory.list",
            "CallerDirectory.findLastCall",
            "Whitelists.findView",
            "Whitelists.export",
            "Whitelists.findCovering",
            "Whitelists.check",
            "Whitelists.add",
            "Whitelists.remove",
            "Whitelists.setMode",
            "WhitelistEdits.replace",
            "WhitelistEdits.merge",
            "WhitelistEdits.edit",
            "WhitelistEdits.remove",
            "RemovedEntries.restore",
            "Endpoints.list",
            "Endpoints.get",
            "Endpoints.listHeaders",
            "Endpoints.add",
            "Endpoints.judge",
            "Endpoints.change",
            "Endpoints.switchOff",
            "Endpoints.switchOn",
            "Endpoints.remove",
            "Endpoints.forgetMissed",
            "Endpoints.setHeader",
            "Endpoints.removeHeader",
            "SeenTypes.list",
            "Deliveries.list",
            "Deliveries.get",
            "Deliveries.getHealth",
            "Deliveries.replay",
            "Deliveries.replayMissed",
            "Deliveries.sendTest",
            "Members.list",
            "Members.get",
            "Members.leave",
            "Members.isLastOwner",
            "Members.find",
            "MemberDirectory.getSlice",
            "People.names",
            "IdempotentCalls.repeat",
            "IdempotentCalls.perform");

    /**
     * The operator's calls, by method and path, and the scope that each needs. The running server is tried by it too.
     */
    static final Map<String, OperatorScope> CALLS = new TreeMap<>(Map.ofEntries(
            Map.entry("GET /accounts", OperatorScope.ACCOUNTS),
            Map.entry("POST /accounts", OperatorScope.ACCOUNTS),
            Map.entry("GET /accounts/{slug}", OperatorScope.ACCOUNTS),
            Map.entry("PATCH /accounts/{slug}", OperatorScope.ACCOUNTS),
            Map.entry("DELETE /accounts/{slug}", OperatorScope.ACCOUNTS),
            Map.entry("POST /account-batches", OperatorScope.ACCOUNTS),
            Map.entry("GET /accounts/{slug}/members", OperatorScope.ACCOUNTS),
            Map.entry("POST /accounts/{slug}/members", OperatorScope.ACCOUNTS),
            Map.entry("PATCH /accounts/{slug}/members/{id}", OperatorScope.ACCOUNTS),
            Map.entry("DELETE /accounts/{slug}/members/{id}", OperatorScope.ACCOUNTS),
            Map.entry("POST /accounts/{slug}/console-links", OperatorScope.SESSIONS),
            Map.entry("GET /closed-accounts", OperatorScope.ACCOUNTS),
            Map.entry("POST /closed-accounts/{closed}/reopening", OperatorScope.ACCOUNTS),
            Map.entry("POST /accounts/{slug}/api/activation", OperatorScope.CREDENTIALS),
            Map.entry("POST /accounts/{slug}/api/token/rotation", OperatorScope.CREDENTIALS),
            Map.entry("POST /accounts/{slug}/api/deactivation", OperatorScope.CREDENTIALS),
            Map.entry("POST /accounts/{slug}/api/pause", OperatorScope.CREDENTIALS),
            Map.entry("POST /accounts/{slug}/api/resumption", OperatorScope.CREDENTIALS),
            Map.entry("GET /accounts/{slug}/ip-whitelist", OperatorScope.ACCOUNTS),
            Map.entry("POST /accounts/{slug}/ip-whitelist", OperatorScope.ACCOUNTS),
            Map.entry("DELETE /accounts/{slug}/ip-whitelist/{id}", OperatorScope.ACCOUNTS),
            Map.entry("PUT /accounts/{slug}/ip-whitelist", OperatorScope.ACCOUNTS),
            Map.entry("PUT /accounts/{slug}/ip-whitelist/mode", OperatorScope.ACCOUNTS),
            Map.entry("POST /accounts/{slug}/ip-whitelist/check", OperatorScope.ACCOUNTS),
            Map.entry("GET /accounts/{slug}/webhooks", OperatorScope.ACCOUNTS),
            Map.entry("POST /accounts/{slug}/webhooks", OperatorScope.ACCOUNTS),
            Map.entry("PATCH /accounts/{slug}/webhooks/{id}", OperatorScope.ACCOUNTS),
            Map.entry("DELETE /accounts/{slug}/webhooks/{id}", OperatorScope.ACCOUNTS),
            Map.entry("GET /accounts/{slug}/webhook-targets", OperatorScope.ACCOUNTS),
            Map.entry("PUT /accounts/{slug}/webhook-targets", OperatorScope.ACCOUNTS),
            Map.entry("GET /accounts/{slug}/deliveries", OperatorScope.ACCOUNTS),
            Map.entry("GET /accounts/{slug}/deliveries/{id}", OperatorScope.ACCOUNTS),
            Map.entry("POST /accounts/{slug}/deliveries/{id}/replay", OperatorScope.ACCOUNTS),
            Map.entry("GET /accounts/{slug}/usage", OperatorScope.ACCOUNTS),
            Map.entry("GET /accounts/{slug}/usage/callers", OperatorScope.ACCOUNTS),
            Map.entry("GET /operator-events", OperatorScope.ACCOUNTS),
            Map.entry("PUT /operator-events", OperatorScope.ACCOUNTS),
            Map.entry("DELETE /operator-events", OperatorScope.ACCOUNTS),
            Map.entry("POST /operator-events/secret/rotation", OperatorScope.ACCOUNTS),
            Map.entry("POST /operator-events/test", OperatorScope.ACCOUNTS),
            Map.entry("GET /metrics", OperatorScope.ACCOUNTS),
            Map.entry("POST /accounts/{slug}/events", OperatorScope.EVENTS)));

    /**
     * Calls without an operator key: an account's token is judged by the gate; a leak is reported, and the description
     * read, by anyone.
     */
    private static final Set<Class<?>> OPEN_CALLS =
            Set.of(AccountResource.class, TokenReportsResource.class, OpenApiResource.class);

    /** By method and path of an account. The test of the running server goes by it too. */
    static final Map<String, Set<Role>> ROUTES = new TreeMap<>(Map.ofEntries(
            Map.entry("GET ", ALL),
            Map.entry("GET /settings/api", ALL),
            Map.entry("GET /settings/api/token/rotation", OWNER_ADMIN),
            Map.entry("GET /settings/api/deactivation", OWNER_ADMIN),
            Map.entry("POST /settings/api/activation", OWNER_ADMIN),
            Map.entry("POST /settings/api/deactivation", OWNER_ADMIN),
            Map.entry("POST /settings/api/token/rotation", OWNER_ADMIN),
            Map.entry("POST /settings/api/token/overlap/end", OWNER_ADMIN),
            Map.entry("POST /settings/api/pause", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/api/resumption", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/api/token/disclosure", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/api/salt/disclosure", OWNER_ADMIN_DEVELOPER),
            Map.entry("GET /settings/ip-whitelist", ALL),
            Map.entry("GET /settings/ip-whitelist/export", ALL),
            Map.entry("POST /settings/ip-whitelist/entries", OWNER_ADMIN),
            Map.entry("GET /settings/ip-whitelist/entries/{id}", OWNER_ADMIN),
            Map.entry("POST /settings/ip-whitelist/entries/{id}", OWNER_ADMIN),
            Map.entry("POST /settings/ip-whitelist/entries/{id}/removal", OWNER_ADMIN),
            Map.entry("POST /settings/ip-whitelist/removals", OWNER_ADMIN),
            Map.entry("POST /settings/ip-whitelist/removals/reversal", OWNER_ADMIN),
            Map.entry("POST /settings/ip-whitelist/own-address", OWNER_ADMIN),
            Map.entry("POST /settings/ip-whitelist/import", OWNER_ADMIN),
            Map.entry("POST /settings/ip-whitelist/mode", OWNER_ADMIN),
            Map.entry("GET /settings/webhooks", ALL),
            Map.entry("GET /settings/webhooks/endpoints", ALL),
            Map.entry("POST /settings/webhooks/endpoints", OWNER_ADMIN_DEVELOPER),
            Map.entry("GET /settings/webhooks/endpoints/{id}", ALL),
            Map.entry("POST /settings/webhooks/endpoints/{id}/settings", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/endpoints/{id}/activation", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/endpoints/{id}/deactivation", OWNER_ADMIN_DEVELOPER),
            Map.entry("GET /settings/webhooks/endpoints/{id}/removal", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/endpoints/{id}/removal", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/endpoints/{id}/headers", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/endpoints/{id}/headers/removal", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/endpoints/{id}/test", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/endpoints/{id}/replay", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/endpoints/{id}/missed/replay", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/endpoints/{id}/missed/removal", OWNER_ADMIN_DEVELOPER),
            Map.entry("GET /settings/webhooks/deliveries", ALL),
            Map.entry("GET /settings/webhooks/deliveries/{id}", ALL),
            Map.entry("POST /settings/webhooks/deliveries/{id}/replay", OWNER_ADMIN_DEVELOPER),
            Map.entry("GET /settings/webhooks/event-types", ALL),
            Map.entry("GET /settings/webhooks/check", OWNER_ADMIN_DEVELOPER),
            Map.entry("POST /settings/webhooks/check", OWNER_ADMIN_DEVELOPER),
            Map.entry("GET /settings/general", EnumSet.of(OWNER)),
            Map.entry("POST /settings/general/name", EnumSet.of(OWNER)),
            Map.entry("POST /settings/general/second-factor", EnumSet.of(OWNER)),
            Map.entry("POST /settings/general/api-management", EnumSet.of(OWNER)),
            Map.entry("POST /settings/general/leak-reports", EnumSet.of(OWNER)),
            Map.entry("POST /settings/general/token-age", EnumSet.of(OWNER)),
            Map.entry("POST /settings/general/sessions", EnumSet.of(OWNER)),
            Map.entry("GET /settings/closing", EnumSet.of(OWNER)),
            Map.entry("POST /settings/closing/confirmed", EnumSet.of(OWNER)),
            Map.entry("GET /settings/closed", Set.of()),
            Map.entry("POST /settings/closed/reopening", Set.of()),
            Map.entry("GET /settings/usage", ALL),
            Map.entry("GET /settings/usage/export", ALL),
            Map.entry("GET /settings/api/callers", ALL),
            Map.entry("GET /settings/api/callers/export", ALL),
            Map.entry("POST /settings/api/callers/check", ALL),
            Map.entry("GET /settings/audit", OWNER_ADMIN_AUDITOR),
            Map.entry("GET /settings/audit/export", OWNER_ADMIN_AUDITOR),
            Map.entry("GET /settings/audit/entries/{number}", OWNER_ADMIN_AUDITOR),
            Map.entry("GET /settings/team", ALL),
            Map.entry("GET /settings/team/departure", ALL),
            Map.entry("POST /settings/team/departure", ALL),
            Map.entry("GET /settings/team/access-review", OWNER_ADMIN_AUDITOR),
            Map.entry("GET /settings/team/members", ALL),
            Map.entry("GET /settings/team/members/{id}", OWNER_ADMIN),
            Map.entry("POST /settings/team/members/{id}/role", OWNER_ADMIN),
            Map.entry("GET /settings/team/members/{id}/removal", OWNER_ADMIN),
            Map.entry("POST /settings/team/members/{id}/removal", OWNER_ADMIN),
            Map.entry("GET /settings/team/members/{id}/handover", EnumSet.of(OWNER)),
            Map.entry("POST /settings/team/members/{id}/handover", EnumSet.of(OWNER)),
            Map.entry("GET /settings/team/invitations", ALL),
            Map.entry("POST /settings/team/invitations", OWNER_ADMIN),
            Map.entry("POST /settings/team/invitations/{id}/renewal", OWNER_ADMIN),
            Map.entry("POST /settings/team/invitations/{id}/withdrawal", OWNER_ADMIN)));

    @Test
    void everyUseCaseIsInTheTableAndGivesTheRolesOfItsRow() throws Exception {
        Map<String, Set<Role>> inCode = new TreeMap<>();
        useCases().forEach((useCase, allowed) -> inCode.put(useCase, roles(allowed)));

        assertThat(inCode).isEqualTo(USE_CASES);
    }

    /** Beside the roles' rights there are the operator's, and what a person does for itself: none may pass for another. */
    @Test
    void beingSignedInOpensTheUseCasesOfItsTableAndNoOther() {
        Set<String> opened = useCases().entrySet().stream()
                .filter(useCase -> useCase.getValue().contains(Permission.BE_SIGNED_IN))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(opened).isEqualTo(USE_CASES_BY_BEING_SIGNED_IN);
    }

    @Test
    void beingAnOperatorOpensTheUseCasesOfItsTableAndNoOther() {
        Set<String> opened = useCases().entrySet().stream()
                .filter(useCase -> useCase.getValue().contains(Permission.OPERATE))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(opened).isEqualTo(USE_CASES_BY_BEING_AN_OPERATOR);
    }

    @Test
    void everyScopeOpensTheUseCasesOfItsRowAndNoOther() {
        for (OperatorScope scope : OperatorScope.values()) {
            Set<String> opened = useCases().entrySet().stream()
                    .filter(useCase -> useCase.getValue().stream().anyMatch(scope.permissions()::contains))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            assertThat(opened).as("%s", scope).isEqualTo(USE_CASES_BY_SCOPE.get(scope));
        }
    }

    @Test
    void beingAGuestOpensTheUseCasesOfItsTableAndNoOther() {
        Set<String> opened = useCases().entrySet().stream()
                .filter(useCase -> useCase.getValue().contains(Permission.BE_GUEST))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(opened).isEqualTo(USE_CASES_BY_BEING_A_GUEST);
        for (Role role : Role.values()) {
            assertThat(role.permissions()).doesNotContain(Permission.BE_GUEST, Permission.BE_SIGNED_IN);
        }
    }

    @Test
    void anAccountsTokenOpensTheUseCasesOfItsTableAndNoOther() {
        Set<String> opened = useCases().entrySet().stream()
                .filter(useCase -> useCase.getValue().stream().anyMatch(TokenCallers.PERMISSIONS::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(opened).isEqualTo(USE_CASES_BY_TOKEN);
        assertThat(TokenCallers.PERMISSIONS)
                .doesNotContain(
                        Permission.REVEAL_SECRETS,
                        Permission.SEE_AUDIT,
                        Permission.PAUSE_API,
                        Permission.CHANGE_API,
                        Permission.CHANGE_TEAM,
                        Permission.OWN_ACCOUNT,
                        Permission.BE_SIGNED_IN,
                        Permission.BE_OPERATOR_KEY);
    }

    /** An account's own calls are the operator's without the slug, and no others. */
    @Test
    void anAccountsTokenHasTheCallsOfTheResourcesOfItsPathsAlone() {
        Set<String> paths = new HashSet<>();
        for (JavaClass type : classes()) {
            if (type.isAnnotatedWith(ForAccountToken.class)) {
                String path = type.reflect().getAnnotation(Path.class).value();
                assertThat(type.reflect().getDeclaredMethods()).isEmpty();
                assertThat(type.reflect()
                                .getSuperclass()
                                .getAnnotation(Path.class)
                                .value())
                        .isEqualTo("/accounts/{slug}" + path);
                paths.add(path.substring(1));
            }
        }
        assertThat(paths).isEqualTo(AccountTokenResolver.PATHS);
    }

    /** What no key may, whatever its scopes: look at a secret that is there, read the trail, make keys, be an owner. */
    // B41
    @Test
    void noScopeGivesWhatIsAPersonsAlone() {
        for (OperatorScope scope : OperatorScope.values()) {
            assertThat(scope.permissions())
                    .doesNotContain(
                            Permission.REVEAL_SECRETS,
                            Permission.SEE_AUDIT,
                            Permission.CHANGE_TEAM,
                            Permission.OWN_ACCOUNT,
                            Permission.BE_SIGNED_IN,
                            Permission.OPERATE);
        }
    }

    @Test
    void everyCallIsInTheTableAndNeedsTheScopeOfItsRow() {
        Map<String, OperatorScope> inCode = new TreeMap<>();
        for (JavaClass type : classes()) {
            Path path = type.reflect().getAnnotation(Path.class);
            if (path == null || OPEN_CALLS.contains(type.reflect())) {
                continue;
            }
            for (Method method : type.reflect().getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        Path sub = method.getAnnotation(Path.class);
                        String route = verb.value() + " " + path.value() + (sub == null ? "" : sub.value());
                        NeedsScope needs = method.getAnnotation(NeedsScope.class);
                        assertThat(needs).as(route).isNotNull();
                        inCode.put(route, needs.value());
                    }
                }
            }
        }
        assertThat(inCode).isEqualTo(CALLS);
    }

    @Test
    void everyRouteIsInTheTableAndGivesTheRolesOfItsRow() throws Exception {
        Map<String, Set<Role>> inCode = new TreeMap<>();
        for (JavaClass type : classes()) {
            if (type.isAssignableTo(AccountPage.class) && !type.isEquivalentTo(AccountPage.class)) {
                Field field = type.reflect().getDeclaredField("ROUTES");
                assertThat(Modifier.isStatic(field.getModifiers())).isTrue();
                field.setAccessible(true);
                Routes routes = (Routes) field.get(null);
                routes.list()
                        .forEach(route -> inCode.put(
                                route.method() + " " + routes.page() + route.path(),
                                roles(Set.of(route.permission()))));
            }
        }
        assertThat(inCode).isEqualTo(ROUTES);
    }

    /** The table of the roles themselves. */
    @Test
    void rolesHaveTheRightsOfTheContract() {
        assertThat(roles(Set.of(Permission.SEE_API))).isEqualTo(ALL);
        assertThat(roles(Set.of(Permission.REVEAL_SECRETS))).isEqualTo(OWNER_ADMIN_DEVELOPER);
        assertThat(roles(Set.of(Permission.PAUSE_API))).isEqualTo(OWNER_ADMIN_DEVELOPER);
        assertThat(roles(Set.of(Permission.CHANGE_API))).isEqualTo(OWNER_ADMIN);
        assertThat(roles(Set.of(Permission.CHANGE_WHITELIST))).isEqualTo(OWNER_ADMIN);
        assertThat(roles(Set.of(Permission.CHANGE_WEBHOOKS))).isEqualTo(OWNER_ADMIN_DEVELOPER);
        assertThat(roles(Set.of(Permission.SEE_AUDIT))).isEqualTo(OWNER_ADMIN_AUDITOR);
        assertThat(roles(Set.of(Permission.CHANGE_TEAM))).isEqualTo(OWNER_ADMIN);
        assertThat(roles(Set.of(Permission.OWN_ACCOUNT))).isEqualTo(EnumSet.of(OWNER));
        assertThat(roles(Set.of(Permission.OPERATE))).isEmpty();
    }

    /** By use case, the rights of which any is enough. */
    private static Map<String, Set<String>> useCases() {
        Map<String, Set<String>> useCases = new TreeMap<>();
        for (JavaClass type : classes()) {
            for (Method method : type.reflect().getDeclaredMethods()) {
                RolesAllowed allowed = method.getAnnotation(RolesAllowed.class);
                if (allowed != null) {
                    Set<String> before =
                            useCases.put(type.getSimpleName() + "." + method.getName(), Set.of(allowed.value()));
                    assertThat(before).as("two of one name need the same").isIn(null, Set.of(allowed.value()));
                }
            }
        }
        return useCases;
    }

    private static Set<Role> roles(Set<String> permissions) {
        return Arrays.stream(Role.values())
                .filter(role -> permissions.stream().anyMatch(role.permissions()::contains))
                .collect(Collectors.toSet());
    }

    private static Iterable<JavaClass> classes() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.saltgate");
    }
}
