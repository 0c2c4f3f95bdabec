package io.saltgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.SafeText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code saltgate}: its groups, the options that all of them take, and how it ends. */
@Command(
        name = "saltgate",
        description = "Manages accounts, their APIs, whitelists, webhooks and teams over Saltgate's JSON API.",
        mixinStandardHelpOptions = true,
        versionProvider = SaltgateCommand.Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpWidth = 100,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        commandListHeading = "%nCommands:%n",
        descriptionHeading = "%n",
        subcommands = {
            AccountsCommand.class,
            MembersCommand.class,
            ApiCommand.class,
            WhitelistCommand.class,
            WebhooksCommand.class,
            EventsCommand.class,
            DeliveriesCommand.class,
            ReplayCommand.class,
            UsageCommand.class,
            OperatorEventsCommand.class,
            WhoamiCommand.class,
            OpenapiCommand.class,
            CompletionCommand.class
        })
final class SaltgateCommand {

    /** Set by the launcher, which can tell a terminal from a pipe. */
    private static final String TERMINAL = "cli.terminal";

    private static final String[] FOOTER = {
        "",
        "Environment:",
        "  SALTGATE_URL            where Saltgate is (default: http://localhost:8080)",
        "  SALTGATE_OPERATOR_KEY   the operator key",
        "  SALTGATE_TOKEN          an account's Auth Token: for whoami, and without --account for its own",
        "                          settings, if an owner has switched on \"Manage by API\"",
        "  SALTGATE_ACCOUNT        the account's slug, as --account",
        "  SALTGATE_CA_FILE        as --ca-file",
        "",
        "Exit codes:",
        "  0  done",
        "  1  refused by the API; for a batch, at least one line was",
        "  2  the command line, or a file that it names, isn't right, or there is no terminal to confirm at",
        "  3  the server can't be reached, can't answer now, or isn't Saltgate",
        "  4  not authorised: no key or token, or it isn't valid for this",
        "  5  not confirmed; no changes were made",
        "",
        "Examples:",
        "  saltgate accounts create \"Example Ltd\" --slug example --owner owner@example.org",
        "  saltgate api enable --account example",
        "  saltgate whitelist apply -f list.txt --account example --dry-run"
    };

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            order = 90,
            description = "Where Saltgate is. Default: SALTGATE_URL, or http://localhost:8080.")
    @Nullable
    String url;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 91,
            description = "A file with the operator key that only you can read. Default: SALTGATE_OPERATOR_KEY.")
    @Nullable
    Path keyFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 92,
            description = "A file with the Auth Token that only you can read. Default: SALTGATE_TOKEN.")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 93,
            description = "A PEM file with the certificates to trust, in place of the usual ones.")
    @Nullable
    Path caFile;

    @Option(names = "--json", scope = ScopeType.INHERIT, order = 94, description = "Print the API's data as JSON.")
    boolean json;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            order = 95,
            description = "Show requests and answers on the standard error, without secrets.")
    boolean debug;

    @Spec
    @Nullable
    CommandSpec spec;

    final Environment environment;

    SaltgateCommand(Environment environment) {
        this.environment = environment;
    }

    /** Prints the version of the build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SaltgateCommand.class.getPackage().getImplementationVersion();
            return new String[] {"saltgate " + (version == null ? "(not packaged)" : version)};
        }
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        Environment environment = new Environment(System.getenv(), System.in, out, err, Boolean.getBoolean(TERMINAL));
        int exitCode = run(environment, arguments);
        out.flush();
        System.exit(out.checkError() && exitCode == ExitCodes.OK ? ExitCodes.REFUSED : exitCode);
    }

    static int run(Environment environment, String... arguments) {
        return commandLine(environment).execute(arguments);
    }

    static CommandLine commandLine(Environment environment) {
        CommandLine line = new CommandLine(new SaltgateCommand(environment))
                .setOut(new PrintWriter(environment.out(), true, UTF_8))
                .setErr(new PrintWriter(environment.err(), true, UTF_8))
                .setExpandAtFiles(false)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler((e, args) -> misused(environment, e))
                .setExecutionExceptionHandler((e, command, result) -> failed(environment, e));
        line.getCommandSpec().usageMessage().footer(FOOTER);
        HelpText.arrange(line);
        return line;
    }

    private static int misused(Environment environment, ParameterException misuse) {
        PrintStream err = environment.err();
        err.println("saltgate: " + SafeText.of(String.valueOf(misuse.getMessage())));
        List<String> suggestions =
                misuse instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!suggestions.isEmpty() && suggestions.size() <= 3) {
            err.println("Did you mean " + String.join(" or ", suggestions) + "?");
        }
        err.println("Try '" + misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCodes.USAGE;
    }

    private static int failed(Environment environment, Exception failure) {
        if (failure instanceof CommandFailed expected) {
            expected.lines().forEach(line -> environment.err().println("saltgate: " + line));
            return expected.exitCode();
        }
        environment
                .err()
                .println("saltgate: Internal error: " + SafeText.of(failure.toString()) + ". Please report it.");
        return ExitCodes.REFUSED;
    }
}
