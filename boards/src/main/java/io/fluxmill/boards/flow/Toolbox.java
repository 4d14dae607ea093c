// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.core.config.InputException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The available programs: those of the machine, or those of a {@link ToolRoot}, which can write only to their work folder. */
public final class Toolbox {
    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)+([-+~][0-9a-z.+~-]*)?");
    private static final int VERSION_SECONDS = 20;
    private final List<Executable> tools;
    private final ToolRoot root;
    private final RootEntry entry;
    private final Map<String, String> versions;

    /** @param entry the way into the root, or null if there is no root */
    Toolbox(List<Executable> tools, ToolRoot root, RootEntry entry, Map<String, String> versions) {
        this.tools = tools;
        this.root = root;
        this.entry = entry;
        this.versions = versions;
    }

    /**
     * The programs, all from the machine, or all from the root if the machine lacks one.
     *
     * @param root that has them, if one does
     * @throws InputException if one is missing; the remedy says how to get it
     * @throws io.fluxmill.core.config.EnvironmentException if they are in the root and there is no way into it here
     */
    public static Toolbox of(List<Executable> tools, Optional<ToolRoot> root) {
        List<Executable> missing =
                tools.stream().filter(t -> onPath(t.name()).isEmpty()).toList();
        if (missing.isEmpty()) {
            Map<String, String> versions = new LinkedHashMap<>();
            tools.forEach(tool -> versions.put(tool.name(), version(tool)));
            return new Toolbox(tools, null, null, versions);
        }
        String fact =
                "tools are missing: " + missing.stream().map(Executable::name).collect(Collectors.joining(", "));
        if (root.isEmpty()) {
            throw new InputException(
                    fact,
                    "install them: sudo apt-get install "
                            + missing.stream()
                                    .map(Executable::debianPackage)
                                    .distinct()
                                    .collect(Collectors.joining(" ")));
        }
        ToolRoot chosen = root.get();
        RootRecord record = chosen.installed()
                .orElseThrow(() -> new InputException(
                        fact, "install them into a folder of their own: fluxmill tools install " + chosen.id()));
        RootEntry entry = RootEntry.working();
        Map<String, String> versions = new LinkedHashMap<>();
        tools.forEach(
                tool -> versions.put(tool.name(), record.versions().getOrDefault(tool.debianPackage(), "unknown")));
        return new Toolbox(tools, chosen, entry, versions);
    }

    /** Programs of the machine alone. */
    public static Toolbox require(List<Executable> tools) {
        return of(tools, Optional.empty());
    }

    static Optional<Path> onPath(String name) {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Versions by name of the program; {@code unknown} if it cannot be found. */
    public Map<String, String> versions() {
        return Map.copyOf(versions);
    }

    /** Root of the file system that the programs see, for their databases. */
    public Path system() {
        return root == null ? Path.of("/") : root.system();
    }

    /** The work folder as the programs see it. */
    WorkFolder enter(Path work) throws IOException {
        return root == null ? WorkFolder.itself(work) : entry.enter(system(), work);
    }

    /** The command line that runs one of the programs in a work folder that they see. */
    List<String> commandLine(List<String> arguments, Path seen) {
        return root == null ? arguments : entry.commandLine(system(), seen, arguments);
    }

    /**
     * A command of one of the programs.
     *
     * @param arguments the program's name first; names of files are relative to the work folder
     */
    public ToolCommand command(Path work, String... arguments) {
        return command(work, List.of(arguments));
    }

    /** As {@link #command(Path, String...)}. */
    public ToolCommand command(Path work, List<String> arguments) {
        if (tools.stream().noneMatch(tool -> tool.name().equals(arguments.get(0)))) {
            throw new IllegalArgumentException(arguments.get(0) + " is none of " + tools);
        }
        return new ToolCommand(this, List.copyOf(arguments), work, List.of());
    }

    private static String version(Executable tool) {
        Optional<String> told = tool.versionOption().isEmpty()
                ? Optional.empty()
                : firstVersion(List.of(tool.name(), tool.versionOption()));
        return told.or(() -> output(List.of("dpkg-query", "-W", "-f", "${Version}", tool.debianPackage())))
                .orElse("unknown");
    }

    private static Optional<String> firstVersion(List<String> command) {
        return output(command).map(VERSION::matcher).filter(Matcher::find).map(Matcher::group);
    }

    /** What a command prints if it succeeds. */
    private static Optional<String> output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ended = process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            return ended && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
