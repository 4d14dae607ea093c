// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.FileProblem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a run depends on besides its inputs. */
public final class Environment {
    private static final Set<String> REFUSALS =
            Set.of("No space left on device", "Disk quota exceeded", "Read-only file system", "Permission denied");

    private Environment() {}

    /** System, Java and the tools of a simulation, with their versions. */
    public static List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("system", property("os.name") + " " + property("os.version") + ", " + property("os.arch")));
        facts.add(new Fact("processors", Integer.toString(Runtime.getRuntime().availableProcessors())));
        facts.add(new Fact("Java", property("java.version") + ", " + property("java.vm.name")));
        for (Tool tool : Tool.ALL) {
            if (tool.purpose().startsWith("verify")) {
                facts.add(new Fact(tool.name(), tool.probe().version().orElse("missing")));
            }
        }
        return facts;
    }

    /**
     * What this computer does not allow, if that is the cause of a failure: a full disk, a file that must not be written, or no folder for
     * temporary files.
     */
    public static Optional<EnvironmentException> failure(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if ((cause instanceof IOException || cause instanceof LinkageError) && !hasTemporaryFolder()) {
                return Optional.of(new EnvironmentException(
                        "the folder for temporary files must be there and writable: folder="
                                + property("java.io.tmpdir"),
                        "make it, or set TMPDIR to another folder in the environment"));
            }
            if (cause instanceof IOException io) {
                String problem = FileProblem.of(io).replaceFirst("^.* \\((.*)\\)$", "$1");
                if (REFUSALS.contains(problem)) {
                    String file = io instanceof FileSystemException named ? named.getFile() + ": " : "";
                    return Optional.of(new EnvironmentException(
                            file + "a file cannot be read or written: " + problem,
                            "make room, or give the permission, and run the command again"));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean hasTemporaryFolder() {
        try {
            Files.delete(Files.createTempFile("fluxmill", ".part"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A name that is no path here: with a zero byte, or with letters that the locale of this process does not have. */
    public static InputException invalid(InvalidPathException e) {
        return new InputException(
                "a path must be of letters that this locale has, without a zero byte: path=" + e.getInput(),
                "correct the path, or set LC_ALL=C.UTF-8 in the environment if its letters are not ASCII");
    }

    private static String property(String name) {
        return System.getProperty(name);
    }
}
