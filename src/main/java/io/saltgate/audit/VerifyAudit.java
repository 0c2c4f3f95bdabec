package io.saltgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingSource;
import io.saltgate.platform.db.KeyRingRegistry;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.platform.start.CannotStart;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command behind {@code bin/verify-audit}: 0 if every chain is whole, 1 if one is not, 2 if that can't be told.
 */
public final class VerifyAudit {

    private static final String USAGE = "usage: verify-audit [--heads] [--against FILE]";

    /** Stands before a head in the server's log. */
    static final String HEAD_IN_LOG = "audit head: ";

    /** Chain, slug (or a hyphen), number and hash of its last entry; whatever stands around it in a line of a log. */
    private static final Pattern HEAD = Pattern.compile(
            "(?:.*" + HEAD_IN_LOG + ")?([0-9a-f-]{36}) (\\S+) ([0-9]{1,18}) ([0-9A-Za-z_-]{43})(?![0-9A-Za-z_-]).*");

    /** As far as these say more than their message; H2's numbers are in org.h2.api.ErrorCode. */
    private static final int H2_IN_USE = 90020;

    private static final int H2_NO_SUCH_DATABASE = 90146;

    private static final class CannotVerify extends Exception {
        CannotVerify(String sentence) {
            super(sentence);
        }
    }

    private record Options(boolean heads, @Nullable String against) {}

    private final Settings settings;
    private final PrintStream out;

    VerifyAudit(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), Settings.ofEnvironment(), System.out, System.err));
    }

    static int run(List<String> arguments, Settings settings, PrintStream out, PrintStream err) {
        try {
            return new VerifyAudit(settings, out).verify(options(arguments)) ? 0 : 1;
        } catch (CannotVerify | CannotStart | Settings.InvalidSetting e) {
            err.println("The audit trail can't be verified: " + e.getMessage());
        } catch (SQLException e) {
            err.println("The audit trail can't be verified: " + sentence(e));
        }
        return 2;
    }

    private static Options options(List<String> arguments) throws CannotVerify {
        boolean heads = false;
        String against = null;
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--heads")) {
                heads = true;
            } else if (arguments.get(i).equals("--against") && i + 1 < arguments.size()) {
                against = arguments.get(++i);
            } else {
                throw new CannotVerify(USAGE);
            }
        }
        return new Options(heads, against);
    }

    private boolean verify(Options options) throws SQLException, CannotVerify {
        Map<UUID, List<AuditVerifier.Head>> noted = options.against() == null ? Map.of() : readHeads(options.against());
        try (Connection connection = SaltgateDataSource.reading(settings).getConnection()) {
            KeyRing ring = KeyRingRegistry.read(KeyRingSource.from(settings), connection);
            Consumer<AuditVerifier.Head> heads = options.heads() ? this::print : head -> {};
            AuditVerifier.Result result = new AuditVerifier(connection, ring, noted).verify(this::print, heads);
            boolean intact = result.damaged() == 0;
            out.println(
                    intact
                            ? result.entries() + " entries in " + result.chains() + " chains: intact"
                            : "damaged chains: " + result.damaged());
            return intact;
        }
    }

    private void print(AuditVerifier.Head head) {
        out.println(line(head));
    }

    /** One line that names the end of a chain, as {@code --against} reads it. */
    static String line(AuditVerifier.Head head) {
        return head.chain() + " " + name(head.slug()) + " " + head.seq() + " " + head.hash();
    }

    private void print(AuditVerifier.Finding finding) {
        String owner = finding.slug() == null ? "no account" : "account " + name(finding.slug());
        out.println("chain " + finding.chain() + " (" + owner + "): " + say(finding));
    }

    private static String say(AuditVerifier.Finding finding) {
        String entry = "entry " + finding.seq();
        return switch (finding.fault()) {
            case CHANGED -> entry + " was changed";
            case MISSING -> entry + " is missing";
            case INSERTED -> entry + " was inserted";
            case REORDERED -> entry + " was moved to another place";
            case HEAD_MOVED -> "its end was moved, to entry " + finding.seq();
            case CHAIN_MISSING -> "the whole chain is missing, from entry 1 on";
            case ACCOUNT_MISSING -> "its account is missing, behind entry " + finding.seq();
        };
    }

    /** Whoever wrote to the database may have written what a terminal obeys. */
    private static String name(@Nullable String slug) {
        return slug == null ? "-" : slug.replaceAll("[^0-9a-z-]", "?");
    }

    private static Map<UUID, List<AuditVerifier.Head>> readHeads(String file) throws CannotVerify {
        Map<UUID, List<AuditVerifier.Head>> heads = new HashMap<>();
        try {
            for (String line : Files.readAllLines(Path.of(file), UTF_8)) {
                Matcher head = HEAD.matcher(line);
                if (head.matches()) {
                    UUID chain = UUID.fromString(head.group(1));
                    heads.computeIfAbsent(chain, none -> new ArrayList<>())
                            .add(new AuditVerifier.Head(
                                    chain, head.group(2), Long.parseLong(head.group(3)), head.group(4)));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotVerify("the file " + file + " can't be read");
        }
        if (heads.isEmpty()) {
            throw new CannotVerify("the file " + file + " holds nothing that --heads printed");
        }
        return heads;
    }

    private static String sentence(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException known && known.getErrorCode() == H2_IN_USE) {
                return "the embedded database is in use; stop Saltgate first";
            }
            if (cause instanceof SQLException known && known.getErrorCode() == H2_NO_SUCH_DATABASE) {
                return "there is no embedded database in the data directory; check SALTGATE_DATA_DIR";
            }
        }
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("42")
                ? "the database has no audit trail of this version; start Saltgate once, which brings it up to date"
                : "the database is out of reach (" + firstLine(e)
                        + "); check SALTGATE_DB_URL, SALTGATE_DB_USER and SALTGATE_DB_PASSWORD";
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }
}
