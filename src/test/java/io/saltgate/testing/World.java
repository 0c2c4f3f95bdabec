package io.saltgate.testing;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Slug;
import io.saltgate.api.idempotency.IdempotencyCleanup;
import io.saltgate.api.idempotency.IdempotentCalls;
import io.saltgate.apiaccess.AnsweredSecrets;
import io.saltgate.apiaccess.ApiAccessSettings;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.apiaccess.ApiStates;
import io.saltgate.apiaccess.OverlapCleanup;
import io.saltgate.apiaccess.TokenHistory;
import io.saltgate.apiaccess.TokenRotations;
import io.saltgate.audit.AuditTrail;
import io.saltgate.changes.ChangeClock;
import io.saltgate.changes.HintSettings;
import io.saltgate.consolelinks.ConsoleLinkCleanup;
import io.saltgate.consolelinks.ConsoleLinkRedemption;
import io.saltgate.consolelinks.ConsoleLinks;
import io.saltgate.consolelinks.Guests;
import io.saltgate.operator.AccountAdministration;
import io.saltgate.operator.AccountChanges;
import io.saltgate.operator.AccountProvisioning;
import io.saltgate.operator.LivingKeys;
import io.saltgate.operator.OperatorKeySettings;
import io.saltgate.operator.OperatorKeys;
import io.saltgate.operator.Operators;
import io.saltgate.operator.PersonAccess;
import io.saltgate.operator.PersonErasure;
import io.saltgate.operatorevents.OperatorEventFeed;
import io.saltgate.operatorevents.OperatorEventQueue;
import io.saltgate.operatorevents.OperatorEvents;
import io.saltgate.operatorevents.RefusalWatch;
import io.saltgate.overview.AccountChoices;
import io.saltgate.overview.AccountOverviews;
import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.net.AllowList;
import io.saltgate.platform.net.OutboundGuard;
import io.saltgate.platform.net.OutboundSettings;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.Joining;
import io.saltgate.signin.OwnAddress;
import io.saltgate.signin.OwnPasskeys;
import io.saltgate.signin.OwnProfile;
import io.saltgate.signin.OwnSecondFactor;
import io.saltgate.signin.PasskeySessions;
import io.saltgate.signin.ProvedSessions;
import io.saltgate.signin.addresses.AddressLinks;
import io.saltgate.signin.addresses.AddressMails;
import io.saltgate.signin.factors.SecondFactors;
import io.saltgate.signin.firstrun.FirstRun;
import io.saltgate.signin.passkeys.Challenges;
import io.saltgate.signin.passkeys.PasskeyOptions;
import io.saltgate.signin.passkeys.RelyingParty;
import io.saltgate.signin.passkeys.StoredPasskeys;
import io.saltgate.signin.passkeys.WebAuthn;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.recovery.AddressProof;
import io.saltgate.signin.recovery.CredentialEvents;
import io.saltgate.signin.recovery.CredentialRemoval;
import io.saltgate.signin.recovery.PasswordRecovery;
import io.saltgate.signin.recovery.PasswordReplacement;
import io.saltgate.signin.recovery.RecoveryLinks;
import io.saltgate.signin.recovery.ResetRequests;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.GuestSessions;
import io.saltgate.signin.sessions.OwnSessions;
import io.saltgate.signin.sessions.SessionSettings;
import io.saltgate.team.AccessReview;
import io.saltgate.team.InvitationCleanup;
import io.saltgate.team.InvitationMail;
import io.saltgate.team.Invitations;
import io.saltgate.team.MemberChanges;
import io.saltgate.team.MemberDirectory;
import io.saltgate.team.Members;
import io.saltgate.team.Memberships;
import io.saltgate.team.Role;
import io.saltgate.team.Seats;
import io.saltgate.team.TeamLock;
import io.saltgate.usage.CallSummaries;
import io.saltgate.usage.LastCalls;
import io.saltgate.usage.RisingRefusals;
import io.saltgate.usage.UnattributedCalls;
import io.saltgate.usage.Usage;
import io.saltgate.usage.UsageCleanup;
import io.saltgate.usage.UsageSettings;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import io.saltgate.webhooks.delivery.WebhookSettings;
import io.saltgate.webhooks.endpoints.ApiWatch;
import io.saltgate.webhooks.endpoints.EndpointChanges;
import io.saltgate.webhooks.endpoints.EndpointSwitch;
import io.saltgate.webhooks.endpoints.Endpoints;
import io.saltgate.webhooks.endpoints.TargetExceptions;
import io.saltgate.webhooks.endpoints.TargetPermits;
import io.saltgate.webhooks.endpoints.WaitingEvents;
import io.saltgate.webhooks.events.Deliveries;
import io.saltgate.webhooks.events.DeliveryLog;
import io.saltgate.webhooks.events.Events;
import io.saltgate.webhooks.events.WebhookCleanup;
import io.saltgate.webhooks.verification.WebhookChecks;
import io.saltgate.whitelist.EndingEntries;
import io.saltgate.whitelist.RemovedEntries;
import io.saltgate.whitelist.WhitelistCleanup;
import io.saltgate.whitelist.WhitelistEdits;
import io.saltgate.whitelist.WhitelistLifecycle;
import io.saltgate.whitelist.Whitelists;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The use cases wired by hand over one database, outside of any server; each {@link #tell} is a transaction. */
public final class World implements AutoCloseable {

    /** The services of one transaction. */
    public record Services(
            EntityManager em,
            Accounts accounts,
            Users users,
            Memberships members,
            Members team,
            Invitations invitations,
            MemberDirectory directory,
            AccessReview accessReview,
            InvitationCleanup invitationCleanup,
            InvitationMail invitationMail,
            Joining joining,
            ApiAccesses apiAccesses,
            TokenRotations rotations,
            AnsweredSecrets answeredSecrets,
            IdempotentCalls idempotentCalls,
            IdempotencyCleanup idempotencyCleanup,
            Whitelists whitelists,
            WhitelistEdits whitelistEdits,
            RemovedEntries removedEntries,
            WhitelistCleanup whitelistCleanup,
            OverlapCleanup overlapCleanup,
            ConsoleSessions sessions,
            Passwords passwords,
            KnownDevices devices,
            FirstRun firstRun,
            OwnProfile profile,
            OwnSessions ownSessions,
            ProvedSessions provedSessions,
            OwnSecondFactor secondFactor,
            OwnPasskeys ownPasskeys,
            PasskeySessions passkeySessions,
            RecoveryLinks recoveryLinks,
            PasswordRecovery recovery,
            ResetRequests resetRequests,
            OwnAddress ownAddress,
            AddressMails addressMails,
            AccountProvisioning provisioning,
            AccountAdministration administration,
            Operators operators,
            PersonAccess personAccess,
            PersonErasure personErasure,
            OperatorKeys operatorKeys,
            ConsoleLinks consoleLinks,
            ConsoleLinkRedemption redemption,
            ConsoleLinkCleanup consoleLinkCleanup,
            TokenHistory tokenHistory,
            Usage usage,
            AccountOverviews overviews,
            AccountChoices accountChoices,
            UnattributedCalls unattributed,
            UsageCleanup usageCleanup,
            Endpoints endpoints,
            Events events,
            Deliveries deliveries,
            WebhookChecks webhookChecks,
            EndpointSwitch endpointSwitch,
            WebhookCleanup webhookCleanup,
            TargetPermits targetPermits,
            OperatorEvents operatorEvents,
            OperatorEventQueue operatorEventQueue,
            RefusalWatch refusalWatch,
            AuditTrail audit,
            ChangeClock changeClock) {}

    /** Every address of this machine may be sent to, over plain http. */
    public static final OutboundSettings OUTBOUND =
            new OutboundSettings(AllowList.parse("127.0.0.0/8").orElseThrow(), Set.of(443), Optional.empty());

    /** Where passkeys are made for. */
    public static final PublicUrl PUBLIC_URL = new PublicUrl("https://console.example.com", "");

    public static final WebhookSettings WEBHOOKS = new WebhookSettings(
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
            Duration.ofSeconds(15),
            64,
            8,
            Duration.ofDays(5),
            Duration.ofDays(30));

    private final OutboundGuard guard = new OutboundGuard(OUTBOUND);
    private final TestDatabase.Opened database;
    private final TurnableClock clock;
    private final KeyRing ring;
    private final WebAuthn webAuthn;
    private MailSettings mail = mail(Optional.empty());

    public World(TestDatabase kind) {
        this(kind.create(), KeyRing.generate());
    }

    public World(TestDatabase.Opened database, KeyRing ring) {
        this(database, new TurnableClock(), ring);
    }

    private World(TestDatabase.Opened database, TurnableClock clock, KeyRing ring) {
        this.database = database;
        this.clock = clock;
        this.ring = ring;
        this.webAuthn = new WebAuthn(new RelyingParty(PUBLIC_URL), new Challenges(ring, clock));
    }

    /** Another node: the same database, key ring and time. To be closed before the first. */
    public World anotherNode() {
        return new World(database.again(), clock, ring);
    }

    /** From now on mail is sent, so that invitations go by it, or not. */
    public void switchMail(boolean on) {
        mail = mail(on ? Optional.of("mail.example.com") : Optional.empty());
    }

    public MailSettings mail() {
        return mail;
    }

    private static MailSettings mail(Optional<String> host) {
        return new MailSettings(host, 587, MailSettings.Tls.STARTTLS, Optional.empty(), "", "saltgate@example.com");
    }

    public TurnableClock clock() {
        return clock;
    }

    /** What anyone's passkey is asked for, which takes no database. */
    public PasskeyOptions anyonesOptions() {
        RelyingParty party = new RelyingParty(PUBLIC_URL);
        Challenges challenges = new Challenges(ring, clock);
        EntityManager none = null;
        return new PasskeyOptions(new StoredPasskeys(none, webAuthn, party, clock), challenges, party);
    }

    public StoredPasskeys passkeys(EntityManager em) {
        return new StoredPasskeys(em, webAuthn, new RelyingParty(PUBLIC_URL), clock);
    }

    public WebAuthn webAuthn() {
        return webAuthn;
    }

    public KeyRing ring() {
        return ring;
    }

    public TestDatabase.Opened database() {
        return database;
    }

    /** As the server does it: committed when the work returns, rolled back when it throws. */
    public <T> T ask(Function<Services, T> work) {
        return database.ask(em -> {
            em.getTransaction().begin();
            try {
                T result = work.apply(services(em));
                em.getTransaction().commit();
                return result;
            } finally {
                if (em.getTransaction().isActive()) {
                    em.getTransaction().rollback();
                }
            }
        });
    }

    public void tell(Consumer<Services> work) {
        ask(services -> {
            work.accept(services);
            return null;
        });
    }

    /** A new account with one member, as its caller with a fresh sign-in. */
    public Caller member(Role role) {
        return ask(services -> {
            String unique = UUID.randomUUID().toString();
            User user = services.users()
                    .create(EmailAddress.parse(unique + "@example.com").orElseThrow(), "Meera", false);
            Account account = services.accounts().create(Caller.system(), new Slug("a" + unique), "Acme", null);
            services.members().add(account.id(), user.id(), role);
            return caller(account.id(), user.id(), role);
        });
    }

    /** One more member of the caller's account. */
    public Caller colleague(Caller of, Role role) {
        return ask(services -> {
            User user = services.users()
                    .create(
                            EmailAddress.parse(UUID.randomUUID() + "@example.com")
                                    .orElseThrow(),
                            "Colleague",
                            false);
            services.members().add(of.requireAccount(), user.id(), role);
            return caller(of.requireAccount(), user.id(), role);
        });
    }

    /** What one SQL query says, which has {@code ?1} for the caller's account. */
    public long count(String sql, Caller caller) {
        return ask(services -> ((Number) services.em()
                        .createNativeQuery(sql)
                        .setParameter(1, caller.requireAccount().value())
                        .getSingleResult())
                .longValue());
    }

    public Caller caller(AccountId account, UUID user, Role role) {
        return new Caller(Caller.Kind.MEMBER, user, account, role.permissions(), clock.instant(), "198.51.100.7");
    }

    private Services services(EntityManager em) {
        AuditTrail audit = new AuditTrail(em, ring, clock);
        WaitingEvents waiting = new WaitingEvents(em);
        ApiWatch apiWatch = new ApiWatch(em, waiting, clock);
        OperatorEventFeed operatorFeed = new OperatorEventFeed(em, clock);
        Announcements announcements = event -> {
            audit.append(event);
            apiWatch.hear(event);
            operatorFeed.hear(event);
        };
        Accounts accounts = new Accounts(em, announcements, clock);
        Users users = new Users(em, clock);
        Memberships members = new Memberships(em, clock);
        ChangeClock changeClock = new ChangeClock(em, changed -> {}, new HintSettings(true));
        TeamLock teamLock = new TeamLock(accounts, members);
        Seats seats = new Seats(em, accounts, members, announcements, mail, clock);
        ApiStates api = new ApiStates(em);
        TargetExceptions exceptions = new TargetExceptions(em);
        ApiAccesses apiAccesses = new ApiAccesses(
                em,
                accounts,
                new WhitelistLifecycle(em, clock),
                announcements,
                changeClock,
                ring,
                new ApiAccessSettings("sg_"),
                clock);
        ConsoleSessions sessions =
                new ConsoleSessions(em, users, members, accounts, announcements, SessionSettings.DEFAULT, clock);
        KnownDevices devices = new KnownDevices(em, clock);
        StoredPasswords stored = new StoredPasswords(em, clock);
        RelyingParty party = new RelyingParty(PUBLIC_URL);
        StoredPasskeys passkeys = passkeys(em);
        PasskeyOptions options = new PasskeyOptions(passkeys, new Challenges(ring, clock), party);
        SecondFactors factors = new SecondFactors(em, users, announcements, passkeys, ring, clock);
        ProvedSessions proved = new ProvedSessions(stored, factors, sessions, devices);
        PasswordReplacement replacement = new PasswordReplacement(em, stored, sessions, devices);
        CredentialEvents credentialEvents = new CredentialEvents(em, members, announcements);
        AddressProof proof = new AddressProof(users, replacement, factors, credentialEvents);
        RecoveryLinks recoveryLinks = new RecoveryLinks(em, users, stored, credentialEvents, clock);
        AccountChanges accountChanges = new AccountChanges(accounts, seats, announcements, changeClock);
        Guests guests = new Guests(em, users);
        LivingKeys livingKeys =
                new LivingKeys(em, OperatorKeySettings.from(new Settings(key -> Optional.empty())), ring, clock);
        Endpoints endpoints = new Endpoints(
                em,
                accounts,
                new EndpointChanges(em, accounts, api, waiting, announcements, clock),
                exceptions,
                guard,
                announcements,
                ring,
                clock);
        return new Services(
                em,
                accounts,
                users,
                members,
                new Members(em, teamLock, members, seats, announcements, clock),
                new Invitations(em, teamLock, members, seats, clock),
                new MemberDirectory(em),
                new AccessReview(em, announcements, clock),
                new InvitationCleanup(em, clock),
                new InvitationMail(em, users, members, clock),
                new Joining(em, seats, users, clock),
                apiAccesses,
                new TokenRotations(em, apiAccesses, clock),
                new AnsweredSecrets(em, accounts, announcements, ring, clock),
                new IdempotentCalls(em, clock),
                new IdempotencyCleanup(em, clock),
                new Whitelists(em, accounts, announcements, changeClock, clock),
                new WhitelistEdits(em, accounts, announcements, changeClock, clock),
                new RemovedEntries(em, accounts, announcements, changeClock, clock),
                new WhitelistCleanup(em, accounts, announcements, changeClock, clock),
                new OverlapCleanup(em, accounts, announcements, changeClock),
                sessions,
                new Passwords(em, users, announcements),
                devices,
                new FirstRun(em, users, accounts, members, announcements, clock),
                new OwnProfile(users, replacement, proved, announcements),
                new OwnSessions(em, announcements, SessionSettings.DEFAULT, clock),
                proved,
                new OwnSecondFactor(stored, factors, sessions, devices, announcements, credentialEvents, clock),
                new OwnPasskeys(
                        stored,
                        passkeys,
                        options,
                        factors,
                        sessions,
                        devices,
                        users,
                        credentialEvents,
                        announcements,
                        clock),
                new PasskeySessions(
                        stored, passkeys, options, sessions, devices, users, credentialEvents, announcements),
                recoveryLinks,
                new PasswordRecovery(
                        em, users, stored, replacement, proof, factors, credentialEvents, announcements, clock),
                new ResetRequests(em, users, stored, announcements, clock),
                new OwnAddress(
                        users,
                        accounts,
                        new AddressLinks(em, clock),
                        proof,
                        replacement,
                        stored,
                        sessions,
                        devices,
                        credentialEvents,
                        announcements,
                        clock),
                new AddressMails(em, users, clock),
                new AccountProvisioning(em, accounts, accountChanges, clock),
                new AccountAdministration(
                        em, accounts, accountChanges, members, api, new LastCalls(em), announcements, clock),
                new Operators(users, recoveryLinks, announcements, clock),
                new PersonAccess(users, sessions, credentialEvents, clock),
                new PersonErasure(
                        em,
                        users,
                        members,
                        new CredentialRemoval(em, stored, factors, sessions, devices),
                        announcements,
                        clock),
                new OperatorKeys(em, announcements, ring, clock),
                new ConsoleLinks(em, accounts, members, guests, livingKeys, announcements, ring, clock),
                new ConsoleLinkRedemption(
                        em,
                        accounts,
                        members,
                        new MemberChanges(em, members, seats, announcements),
                        guests,
                        new GuestSessions(em, announcements, clock),
                        livingKeys,
                        announcements,
                        ring,
                        clock),
                new ConsoleLinkCleanup(em, clock),
                new TokenHistory(em, announcements, ring, clock),
                new Usage(em, announcements, UsageSettings.DEFAULT, clock),
                new AccountOverviews(
                        apiAccesses,
                        new CallSummaries(em, new LastCalls(em), clock),
                        endpoints,
                        new EndingEntries(em, clock),
                        clock),
                new AccountChoices(em),
                new UnattributedCalls(em, clock),
                new UsageCleanup(em, UsageSettings.DEFAULT, clock),
                endpoints,
                new Events(em, api, due -> {}, clock),
                new Deliveries(em, new DeliveryLog(em), accounts, api, announcements, due -> {}, clock),
                new WebhookChecks(em, api, ring, clock),
                new EndpointSwitch(em, accounts, waiting, announcements, clock),
                new WebhookCleanup(em, WEBHOOKS, clock),
                new TargetPermits(exceptions, accounts, announcements),
                new OperatorEvents(em, guard, announcements, ring, clock),
                new OperatorEventQueue(em, ring),
                new RefusalWatch(em, new RisingRefusals(em), clock),
                audit,
                changeClock);
    }

    @Override
    public void close() {
        database.close();
    }
}
