// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.boards.flash.FlashException;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Environment;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.Printable;
import io.fluxmill.cli.console.StandardOutput;
import io.fluxmill.cli.family.Families;
import io.fluxmill.cli.verb.BoardSimCommand;
import io.fluxmill.cli.verb.BoardsCommand;
import io.fluxmill.cli.verb.BuildCommand;
import io.fluxmill.cli.verb.CellsCommand;
import io.fluxmill.cli.verb.DemoCommand;
import io.fluxmill.cli.verb.DoctorCommand;
import io.fluxmill.cli.verb.EstimateCommand;
import io.fluxmill.cli.verb.FlashCommand;
import io.fluxmill.cli.verb.FormatsCommand;
import io.fluxmill.cli.verb.GenerateCommand;
import io.fluxmill.cli.verb.InspectCommand;
import io.fluxmill.cli.verb.QuantizeCommand;
import io.fluxmill.cli.verb.RunCommand;
import io.fluxmill.cli.verb.ToolsCommand;
import io.fluxmill.cli.verb.TrainCommand;
import io.fluxmill.cli.verb.VerbFactory;
import io.fluxmill.cli.verb.VerifyCommand;
import io.fluxmill.core.cache.LoggedFailure;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.FluxmillException;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code fluxmill}: one class per verb. Results go to stdout, messages to stderr; exit codes are in {@link Exit}. */
@Command(
        name = "fluxmill",
        description = "Model in, verified Verilog out.",
        versionProvider = Fluxmill.Version.class,
        subcommands = {
            DemoCommand.class,
            InspectCommand.class,
            VerifyCommand.class,
            RunCommand.class,
            QuantizeCommand.class,
            GenerateCommand.class,
            TrainCommand.class,
            FormatsCommand.class,
            BoardsCommand.class,
            ToolsCommand.class,
            EstimateCommand.class,
            BuildCommand.class,
            FlashCommand.class,
            BoardSimCommand.class,
            CellsCommand.class,
            DoctorCommand.class
        },
        footer = {
            "  test       Set up as demo does and run the test suite.",
            "  install    Install the modules into the local Maven repository, for Java projects.",
            "  release    Build an archive that runs without sources and Maven.",
            "",
            "Results go to stdout, messages to stderr.",
            "Exit codes: 0 ok, 1 failed check, 2 usage or bad input."
        })
public final class Fluxmill implements Runnable {
    @Spec
    private CommandSpec spec;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @CommandLine.Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
    private boolean version;

    @CommandLine.Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces of errors.")
    private boolean debug;

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(Families.BUILT_IN, args));
    }

    /**
     * Runs the command with other families of engines than those of this project, as in {@code System.exit(Fluxmill.run(Families.BUILT_IN.with(new
     * MyFamily()), args))}.
     *
     * @return the exit code
     */
    public static int run(Families families, String... args) {
        StandardOutput results = new StandardOutput();
        PrintWriter out = new PrintWriter(results, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Console console = new Console(out, err, Boolean.getBoolean("fluxmill.terminal"));
        return results.exitCode(run(families, console, args), console);
    }

    /** Runs the command inside this JVM; the result is the exit code. */
    public static int run(Families families, Console console, String... args) {
        int code;
        try {
            code = commandLine(families, console).execute(args);
        } catch (OutOfMemoryError e) {
            console.message("fluxmill: Java must have more memory for this design and its data: "
                    + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB are not enough");
            console.message("  set JDK_JAVA_OPTIONS=-Xmx8g, or more, in the environment");
            code = Exit.FAILED;
        } catch (StackOverflowError e) {
            console.message("fluxmill: the input must be nested less deeply than this: it does not fit Java's stack");
            console.message("  make it flatter, or set JDK_JAVA_OPTIONS=-Xss64m in the environment");
            code = Exit.USAGE;
        } catch (LinkageError e) {
            code = failure(console, new IllegalStateException(e), false);
        }
        console.out().flush();
        console.err().flush();
        return code;
    }

    static CommandLine commandLine(Families families, Console console) {
        Fluxmill top = new Fluxmill();
        CommandLine line = new CommandLine(top, new VerbFactory(families, console));
        line.setOut(console.out());
        line.setErr(console.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, Fluxmill::path);
        line.setUsageHelpWidth(100);
        line.setUsageHelpLongOptionsMaxWidth(28);
        line.setParameterExceptionHandler((e, args) -> usage(console, e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failure(console, e, top.debug));
        return line;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(Environment.invalid(e).getMessage());
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb must be given");
    }

    private static int usage(Console console, ParameterException e) {
        String verb = e.getCommandLine().getCommandSpec().qualifiedName(" ");
        console.message("fluxmill: " + fact(e));
        console.message("  try: " + verb + " --help");
        return Exit.USAGE;
    }

    /** What is wrong, with the nearest verb or option if one is similar. */
    private static String fact(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return e.getMessage();
        }
        String given = unmatched.getUnmatched().get(0);
        boolean option = given.startsWith("-");
        String what = option ? "option" : unmatched.getCommandLine().getParent() == null ? "verb" : "argument";
        List<String> near = unmatched.getSuggestions();
        return "unknown " + what + ": " + given + (near.isEmpty() ? "" : " (did you mean " + near.get(0) + "?)");
    }

    private static int failure(Console console, Exception e, boolean debug) {
        if (debug) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            trace.toString().lines().forEach(line -> console.err().println(Printable.lines(line)));
        }
        Optional<EnvironmentException> environment = Environment.failure(e);
        if (environment.isPresent()) {
            said(console, environment.get());
            return Exit.FAILED;
        }
        if (e instanceof FluxmillException failure) {
            said(console, failure);
            return failure instanceof InputException ? Exit.USAGE : Exit.FAILED;
        }
        if (e instanceof InvalidPathException path) {
            return failure(console, Environment.invalid(path), false);
        }
        console.message("fluxmill: internal error: " + e);
        console.message("  run again with --debug for the stack trace, and report it");
        return Exit.FAILED;
    }

    /** The fact and the remedy; only what a tool has said has several lines. */
    private static void said(Console console, FluxmillException failure) {
        boolean lines = failure instanceof LoggedFailure || failure instanceof FlashException;
        String fact = (failure.remedy().isEmpty() ? "the check failed: " : "") + failure.getMessage();
        (lines ? ("fluxmill: " + fact).lines() : Stream.of("fluxmill: " + fact)).forEach(console::message);
        String remedy = failure.remedy().isEmpty() ? "" : "  " + failure.remedy();
        (lines || remedy.isEmpty() ? remedy.lines() : Stream.of(remedy)).forEach(console::message);
    }

    /** The project's version, written by the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream text = Fluxmill.class.getResourceAsStream("version.txt")) {
                return new String[] {"fluxmill " + new String(text.readAllBytes(), StandardCharsets.UTF_8).strip()};
            }
        }
    }
}
