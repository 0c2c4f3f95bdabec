package io.saltgate.cli;

import io.saltgate.cli.http.Call;
import picocli.CommandLine.Command;

/** {@code saltgate openapi}: the description of the API, to generate clients from. */
@Command(name = "openapi", description = "Print the API's OpenAPI document. It needs no key.")
final class OpenapiCommand extends Group implements Runnable {

    @Override
    public void run() {
        output().line(session().anyone().document(Call.get("/openapi.json")));
    }
}
