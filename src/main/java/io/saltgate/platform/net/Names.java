package io.saltgate.platform.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Resolves names as the system would - hosts file, its name servers and search list - but within a given time and with
 * no memory: what is judged is what the name says now. Java's own resolver has no time-out, blocks a thread of the
 * virtual ones' carriers while it waits, and keeps answers for the whole virtual machine.
 */
final class Names implements AutoCloseable {

    /** The result of resolving a name. */
    sealed interface Found {
        /** All addresses of both families, IPv4 first: it is what works from nearly everywhere. */
        record Addresses(List<InetAddress> addresses) implements Found {}

        /** No such name, or it has no address. */
        record Unknown() implements Found {}

        /** Undetermined: a name server failed, refused or did not answer. */
        record Failed() implements Found {}
    }

    /** The name servers to ask, from the system's configuration. */
    private record Servers(List<InetSocketAddress> addresses, List<Name> searchList, int ndots) {}

    private record Session(Servers servers, LookupSession lookup, long readAt) {}

    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    private static final int TRIES_PER_SERVER = 2;
    private static final Duration ALL_TRIES = Duration.ofSeconds(8);
    private static final long READ_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private final HostsFile hosts;
    private final Optional<InetSocketAddress> nameServer;
    private final ExecutorService threads;
    private final DnsSockets sockets;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Session session;

    /** @param nameServer to ask in place of the system's; it is asked for names as they are, without a search list */
    Names(HostsFile hosts, Optional<InetSocketAddress> nameServer) {
        this.hosts = hosts;
        this.nameServer = nameServer;
        this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual()
                .name("saltgate-dns-", 0)
                .inheritInheritableThreadLocals(false)
                .factory());
        this.sockets = new DnsSockets(threads);
    }

    /** @param host in lower case, without a dot at its end; not an address */
    Found find(String host, Duration timeout) {
        List<InetAddress> local = hosts.find(host);
        if (!local.isEmpty()) {
            return new Found.Addresses(ipv4First(local));
        }
        long end = System.nanoTime() + timeout.toNanos();
        try {
            Session current = session();
            for (Name candidate : candidates(host, current.servers())) {
                Found found = ask(current.lookup(), candidate, end);
                if (!(found instanceof Found.Unknown)) {
                    return found;
                }
            }
            return new Found.Unknown();
        } catch (TextParseException | RuntimeException e) {
            return new Found.Failed();
        }
    }

    /** Both families, or nothing: what could not be asked for might have been what forbids the name. */
    private static Found ask(LookupSession lookup, Name name, long end) {
        CompletableFuture<List<InetAddress>> ipv4 = ask(lookup, name, Type.A);
        CompletableFuture<List<InetAddress>> ipv6 = ask(lookup, name, Type.AAAA);
        try {
            CompletableFuture.allOf(ipv4, ipv6).get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new Found.Failed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found.Failed();
        }
        List<InetAddress> all = new ArrayList<>(ipv4.join());
        all.addAll(ipv6.join());
        return all.isEmpty() ? new Found.Unknown() : new Found.Addresses(ipv4First(all));
    }

    private static CompletableFuture<List<InetAddress>> ask(LookupSession lookup, Name name, int type) {
        CompletionStage<LookupResult> answer = lookup.lookupAsync(name, type);
        return answer.handle((result, failure) -> {
                    if (failure == null && result != null) {
                        return addresses(result);
                    }
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
                        return List.<InetAddress>of();
                    }
                    throw new CompletionException(cause);
                })
                .toCompletableFuture();
    }

    private static List<InetAddress> addresses(LookupResult result) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record answer : result.getRecords()) {
            if (answer instanceof ARecord a) {
                addresses.add(a.getAddress());
            } else if (answer instanceof AAAARecord aaaa) {
                addresses.add(aaaa.getAddress());
            }
        }
        return addresses;
    }

    private static List<InetAddress> ipv4First(List<InetAddress> addresses) {
        return addresses.stream()
                .distinct()
                .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .toList();
    }

    /** Lists the names to try in the system's order (resolv.conf(5), ndots). */
    private static List<Name> candidates(String host, Servers servers) throws TextParseException {
        Name absolute = Name.fromString(host, Name.root);
        List<Name> candidates = new ArrayList<>();
        for (Name suffix : servers.searchList()) {
            try {
                candidates.add(Name.concatenate(Name.fromString(host), Name.concatenate(suffix, Name.root)));
            } catch (NameTooLongException e) {
                // then there is no such name
            }
        }
        long dots = host.chars().filter(c -> c == '.').count();
        candidates.add(dots >= servers.ndots() ? 0 : candidates.size(), absolute);
        return candidates;
    }

    private Session session() {
        Session current = session;
        long now = System.nanoTime();
        if (current != null && (nameServer.isPresent() || now - current.readAt() < READ_AGAIN_NANOS)) {
            return current;
        }
        reading.lock();
        try {
            Servers servers = nameServer
                    .map(server -> new Servers(List.of(server), List.of(), 0))
                    .orElseGet(Names::systemServers);
            // The same servers keep their session, which knows by now which of them answer.
            LookupSession lookup =
                    current != null && servers.equals(current.servers()) ? current.lookup() : lookup(servers);
            Session read = new Session(servers, lookup, now);
            session = read;
            return read;
        } finally {
            reading.unlock();
        }
    }

    private LookupSession lookup(Servers servers) {
        ExtendedResolver resolver = new ExtendedResolver(new org.xbill.DNS.Resolver[0]);
        for (InetSocketAddress server : servers.addresses()) {
            SimpleResolver one = new SimpleResolver(server);
            one.setIoClientFactory(sockets);
            one.setTimeout(ONE_TRY);
            resolver.addResolver(one);
        }
        resolver.setRetries(TRIES_PER_SERVER);
        resolver.setTimeout(ALL_TRIES);
        return LookupSession.builder().resolver(resolver).executor(threads).build();
    }

    /** resolv.conf, or where there is none all that dnsjava can think of. */
    private static Servers systemServers() {
        ResolvConfResolverConfigProvider file = new ResolvConfResolverConfigProvider();
        if (file.isEnabled()) {
            file.initialize();
            if (!file.servers().isEmpty()) {
                return new Servers(List.copyOf(file.servers()), List.copyOf(file.searchPaths()), file.ndots());
            }
        }
        ResolverConfig found = new ResolverConfig();
        return new Servers(List.copyOf(found.servers()), List.copyOf(found.searchPath()), found.ndots());
    }

    /** Ends what is being asked. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
