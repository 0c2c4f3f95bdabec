package io.saltgate.cli;

import io.saltgate.cli.files.SecretFile;
import io.saltgate.cli.files.TextFile;
import io.saltgate.cli.http.ApiClient;
import io.saltgate.cli.http.CaFile;
import io.saltgate.cli.http.Credential;
import io.saltgate.cli.http.ServerUrl;
import io.saltgate.cli.http.Trace;
import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a command: its options and environment, turned into clients of the API and into output. */
final class Session {

    private static final String DEFAULT_URL = "http://localhost:8080";
    private static final Set<String> YES = Set.of("y", "yes");

    /**
     * An account's part of the API, as the caller reaches it.
     *
     * @param path before that of its calls; empty for an account's own token
     * @param name for messages
     */
    record AccountApi(ApiClient api, String path, String name) {}

    private final SaltgateCommand options;
    private final Environment environment;
    private final Output output;

    Session(SaltgateCommand options) {
        this.options = options;
        this.environment = options.environment;
        this.output = new Output(environment.out(), environment.err(), options.json);
    }

    Output output() {
        return output;
    }

    TextFile file(String name) {
        return new TextFile(name, environment.in());
    }

    /** The API as the operator reaches it. */
    ApiClient operator() {
        Credential key = findOperatorKey();
        if (key == null) {
            throw new CommandFailed(
                    ExitCodes.NOT_AUTHORISED,
                    "There is no operator key: set SALTGATE_OPERATOR_KEY, or use --key-file. Operators create keys in"
                            + " the console, under Operator keys.");
        }
        return client(key);
    }

    /** The API as an account's own token reaches it. */
    ApiClient own() {
        Credential token = findToken();
        if (token == null) {
            throw new CommandFailed(
                    ExitCodes.NOT_AUTHORISED, "There is no Auth Token: set SALTGATE_TOKEN, or use --token-file.");
        }
        return client(token);
    }

    /** The API without a key, for what anyone may read. */
    ApiClient anyone() {
        return client(null);
    }

    /** An account by the operator's key. */
    AccountApi accountOfOperator(@Nullable String named) {
        String slug = named == null ? environment.find("SALTGATE_ACCOUNT") : named;
        if (slug == null) {
            throw CommandFailed.usage("Name the account: --account SLUG, or SALTGATE_ACCOUNT.");
        }
        return new AccountApi(operator(), "/accounts/" + ServerUrl.segment(slug), slug);
    }

    /** An account by the operator's key, or without an account's name by its own token. */
    AccountApi account(@Nullable String named) {
        boolean isNamed = named != null
                || options.tokenFile == null && environment.find("SALTGATE_ACCOUNT") != null && hasOperatorKey();
        if (!isNamed && (options.tokenFile != null || environment.find("SALTGATE_TOKEN") != null)) {
            return new AccountApi(own(), "", "the token's account");
        }
        return accountOfOperator(named);
    }

    /** Asks for a yes, unless it was given. */
    void confirm(String question, boolean yes) {
        if (yes) {
            return;
        }
        if (!environment.hasTerminal()) {
            throw CommandFailed.usage("There is no terminal to ask for confirmation. Add --yes to go on without.");
        }
        output.ask(question + " [y/N] ");
        if (!YES.contains(answer().strip().toLowerCase(Locale.ROOT))) {
            throw new CommandFailed(ExitCodes.STOPPED, "No changes were made.");
        }
    }

    private String answer() {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(environment.in(), Charset.defaultCharset())).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    private boolean hasOperatorKey() {
        return options.keyFile != null || environment.find("SALTGATE_OPERATOR_KEY") != null;
    }

    private @Nullable Credential findOperatorKey() {
        String key =
                options.keyFile == null ? environment.find("SALTGATE_OPERATOR_KEY") : SecretFile.read(options.keyFile);
        return key == null ? null : Credential.operatorKey(key);
    }

    private @Nullable Credential findToken() {
        String token =
                options.tokenFile == null ? environment.find("SALTGATE_TOKEN") : SecretFile.read(options.tokenFile);
        return token == null ? null : Credential.authToken(token);
    }

    private ApiClient client(@Nullable Credential credential) {
        String typed = options.url == null ? environment.find("SALTGATE_URL") : options.url;
        ServerUrl url = ServerUrl.parse(typed == null ? DEFAULT_URL : typed);
        if (credential != null && url.isPlainAway()) {
            output.note("Warning: " + url + " is not encrypted, and the " + credential.what()
                    + " can be read on the way. Use https.");
        }
        String named = environment.find("SALTGATE_CA_FILE");
        Path caFile = options.caFile == null && named != null ? Path.of(named) : options.caFile;
        return new ApiClient(
                url,
                credential,
                caFile == null ? null : CaFile.trusting(caFile),
                options.debug ? new Trace(output::note) : null);
    }
}
