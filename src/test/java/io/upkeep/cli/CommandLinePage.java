package io.upkeep.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every verb of the command line with its parameters and options, from picocli's model. */
public final class CommandLinePage {

    private static final List<String> EVERYWHERE = List.of("--help", "--version", "--server");

    private CommandLinePage() {}

    /** In Markdown, verbs in the order of the help. */
    public static String write() {
        CommandLine root = new CommandLine(new UpkeepCommand(Terminal.ofProcess(Map.of()), Map.of()));
        StringBuilder text = new StringBuilder("## All commands\n\n");
        text.append("Everywhere: `--help`, `--version`, and `--server=URL`.\n");
        root.getSubcommands().values().stream().distinct().forEach(command -> add(command, text));
        return text.toString();
    }

    private static void add(CommandLine command, StringBuilder text) {
        CommandSpec spec = command.getCommandSpec();
        boolean isVerbOnly = !command.getSubcommands().isEmpty()
                && spec.positionalParameters().isEmpty();
        text.append("\n### %s\n\n%s\n"
                .formatted(
                        spec.qualifiedName(),
                        escaped(String.join(" ", spec.usageMessage().description()))));
        if (spec.aliases().length > 0) {
            text.append("\nAlso: `%s`.\n".formatted(String.join("`, `", spec.aliases())));
        }
        if (!isVerbOnly) {
            Help help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
            String synopsis = help.synopsis(0)
                    .strip()
                    .replaceAll("\\s+", " ")
                    .replace(" [-hV]", "")
                    .replaceAll("\\[-(\\w+)hV]", "[-$1]")
                    .replace(" [--server=URL]", "");
            text.append("\n```\n%s\n```\n".formatted(synopsis));
            arguments(spec, text);
        }
        // one with a second name stands there under each
        command.getSubcommands().values().stream().distinct().forEach(below -> add(below, text));
    }

    private static void arguments(CommandSpec spec, StringBuilder text) {
        List<ArgSpec> all = spec.args().stream()
                .filter(argument ->
                        !(argument instanceof OptionSpec option && EVERYWHERE.contains(option.longestName())))
                .toList();
        if (all.isEmpty()) {
            return;
        }
        text.append("\n| | |\n|---|---|\n");
        all.forEach(argument -> text.append(
                "| `%s` | %s |\n".formatted(name(argument), escaped(String.join(" ", argument.description())))));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? Arrays.stream(option.names()).collect(Collectors.joining(", "))
                        + (option.arity().max() > 0 ? " " + option.paramLabel() : "")
                : argument.paramLabel();
    }

    private static String escaped(String text) {
        return text.replace("%n", " ").replace("|", "\\|").replace("<", "\\<").strip();
    }
}
