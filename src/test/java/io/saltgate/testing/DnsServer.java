package io.saltgate.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A name server on a port of this machine, over UDP and TCP, that says what a test wants. It answers with a TTL of 0.
 * Names that it was not told of do not exist.
 */
public final class DnsServer implements AutoCloseable {

    /** What it says to one question. */
    private sealed interface Reply {
        /** Addresses, and names that the asked one is an alias of. */
        record Records(List<String> data) implements Reply {}

        /** Over UDP only that there is more; over TCP these. */
        record OnlyOverTcp(List<String> data) implements Reply {}

        record Failure(int rcode) implements Reply {}

        record Silence() implements Reply {}
    }

    private final Map<String, List<Reply>> replies = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final DatagramSocket udp;
    private final ServerSocket tcp;

    private DnsServer(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    /** At one port for both protocols: the system knows no way to ask for that, so ports are tried. */
    public static DnsServer start() {
        for (int tries = 0; tries < 100; tries++) {
            try {
                return at(SaltgateServer.freePort());
            } catch (BindException e) {
                // somebody has it for UDP: the next
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port that is free for both UDP and TCP");
    }

    private static DnsServer at(int port) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        DatagramSocket udp = new DatagramSocket(port, loopback);
        DnsServer server = new DnsServer(udp, new ServerSocket(port, 50, loopback));
        Thread.ofVirtual().start(server::serveUdp);
        Thread.ofVirtual().start(server::serveTcp);
        return server;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
    }

    /** As {@code saltgate.webhooks.dns} takes it. */
    public String setting() {
        return udp.getLocalAddress().getHostAddress() + ":" + udp.getLocalPort();
    }

    /** @param data addresses of either family; what is none is the name of which this one is an alias */
    public DnsServer answer(String name, String... data) {
        return set(name, List.of(new Reply.Records(List.of(data))));
    }

    /** Another answer each time that a type of record is asked for, and from then on the last. */
    @SafeVarargs
    public final DnsServer answerInTurn(String name, List<String>... data) {
        return set(name, Arrays.stream(data).<Reply>map(Reply.Records::new).toList());
    }

    public DnsServer answerOverTcpOnly(String name, String... data) {
        return set(name, List.of(new Reply.OnlyOverTcp(List.of(data))));
    }

    /** @param rcode such as {@link Rcode#SERVFAIL} */
    public DnsServer fail(String name, int rcode) {
        return set(name, List.of(new Reply.Failure(rcode)));
    }

    /** The same, for one type of record alone, such as {@link Type#AAAA}. */
    public DnsServer fail(String name, int type, int rcode) {
        return set(name + "/" + Type.string(type), List.of(new Reply.Failure(rcode)));
    }

    public DnsServer staySilent(String name) {
        return set(name, List.of(new Reply.Silence()));
    }

    /** Everything that was asked for, as {@code name/A}, in the order of asking. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private DnsServer set(String key, List<Reply> inTurn) {
        replies.put(key, inTurn);
        return this;
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Optional<byte[]> answer = answer(Arrays.copyOf(buffer, packet.getLength()), false);
                if (answer.isPresent()) {
                    udp.send(new DatagramPacket(answer.get(), answer.get().length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // closed, or not a question
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] question = in.readNBytes(in.readUnsignedShort());
            byte[] answer = answer(question, true).orElseThrow(IOException::new);
            out.writeShort(answer.length);
            // In two parts, as a network may do it.
            out.write(answer, 0, 3);
            out.flush();
            out.write(answer, 3, answer.length - 3);
        } catch (IOException e) {
            // hung up
        }
    }

    private Optional<byte[]> answer(byte[] question, boolean overTcp) throws IOException {
        Message query = new Message(question);
        String name = query.getQuestion().getName().toString(true).toLowerCase(Locale.ROOT);
        String key = name + "/" + Type.string(query.getQuestion().getType());
        asked.add(key);
        Message answer = new Message();
        answer.setHeader(new Header(query.getHeader().getID()));
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        switch (next(replies.containsKey(key) ? key : name, key)) {
            case Reply.Silence silence -> {
                return Optional.empty();
            }
            case Reply.Failure failure -> answer.getHeader().setRcode(failure.rcode());
            case Reply.OnlyOverTcp more when !overTcp -> answer.getHeader().setFlag(Flags.TC);
            case Reply.OnlyOverTcp all -> add(answer, query.getQuestion(), all.data());
            case Reply.Records records -> add(answer, query.getQuestion(), records.data());
        }
        return Optional.of(answer.toWire());
    }

    private Reply next(String which, String counted) {
        List<Reply> inTurn = replies.getOrDefault(which, List.of(new Reply.Failure(Rcode.NXDOMAIN)));
        int turn = turns.computeIfAbsent(counted, key -> new AtomicInteger()).getAndIncrement();
        return inTurn.get(Math.min(turn, inTurn.size() - 1));
    }

    private static void add(Message answer, Record question, List<String> data) throws IOException {
        for (String each : data) {
            boolean ipv6 = each.indexOf(':') >= 0;
            boolean ipv4 = each.matches("[0-9.]+");
            Name name = question.getName();
            if (!ipv4 && !ipv6) {
                Name target = Name.fromString(each, Name.root);
                answer.addRecord(new CNAMERecord(name, DClass.IN, 0, target), Section.ANSWER);
            } else if (question.getType() == (ipv6 ? Type.AAAA : Type.A)) {
                answer.addRecord(record(name, ipv6, each), Section.ANSWER);
            }
        }
    }

    private static Record record(Name name, boolean ipv6, String address) throws IOException {
        if (!ipv6) {
            return new ARecord(name, DClass.IN, 0, InetAddress.getByName(address));
        }
        // Of 16 bytes also where Java would make an IPv4 address of it.
        return new AAAARecord(name, DClass.IN, 0, Address.toByteArray(address, Address.IPv6));
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
