package io.saltgate.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Arranges help: each command shows its own options, and leads to those that all commands take. */
final class HelpText {

    private HelpText() {}

    /** Arranges the help of a command and of those below it. */
    static void arrange(CommandLine command) {
        Map<String, IHelpSectionRenderer> sections = command.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, help -> synopsis(help.commandSpec()));
        if (command.getParent() != null) {
            sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::ownOptions);
        }
        command.getSubcommands().values().forEach(HelpText::arrange);
    }

    private static String synopsis(CommandSpec command) {
        StringBuilder synopsis = new StringBuilder(command.qualifiedName());
        if (!command.subcommands().isEmpty()) {
            synopsis.append(" COMMAND");
        }
        for (PositionalParamSpec argument : command.positionalParameters()) {
            synopsis.append(' ')
                    .append(argument.paramLabel())
                    .append(argument.arity().max() > 1 ? "..." : "");
        }
        for (OptionSpec option : command.options()) {
            if (option.required()) {
                synopsis.append(' ').append(option.shortestName()).append(' ').append(option.paramLabel());
            }
        }
        return synopsis.append(" [OPTIONS]\n").toString();
    }

    private static String ownOptions(Help help) {
        List<OptionSpec> own = help.commandSpec().options().stream()
                .filter(option -> !isOfAll(option))
                .toList();
        String all = help.commandSpec().qualifiedName().replaceAll(" .*", "") + " --help";
        return help.optionListExcludingGroups(own) + "\nOptions of all commands, such as --url, --key-file and --json: "
                + all + "\n";
    }

    /** Whether an option is the root command's; an account's is that of a group. */
    private static boolean isOfAll(OptionSpec option) {
        return option.versionHelp()
                || option.inherited()
                        && !option.usageHelp()
                        && !option.longestName().equals("--account");
    }
}
