// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.core.config.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A way for a command to run in a {@link ToolRoot}. proot is not used: the version of Debian 12 does not know the system call statx, so a
 * command of a later Debian would see files of the machine instead of those of the root.
 */
enum RootEntry {
    /** Separate namespaces: the root cannot be written to, there is no network, and the work folder is mounted. */
    BWRAP {
        @Override
        List<String> probe() {
            List<String> line = new ArrayList<>(List.of(RootInstaller.BWRAP.name(), "--ro-bind", "/", "/"));
            line.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--unshare-net", "--", "true"));
            return line;
        }

        @Override
        List<String> commandLine(Path system, Path work, List<String> arguments) {
            List<String> line = new ArrayList<>(List.of(RootInstaller.BWRAP.name()));
            line.addAll(List.of("--ro-bind", system.toString(), "/", "--proc", "/proc", "--dev", "/dev"));
            line.addAll(
                    List.of("--tmpfs", "/tmp", "--bind", work.toAbsolutePath().toString(), WORK));
            line.addAll(List.of("--chdir", WORK, "--unshare-net", "--die-with-parent"));
            line.addAll(List.of("--setenv", "PATH", PATH, "--"));
            line.addAll(arguments);
            return line;
        }

        @Override
        WorkFolder enter(Path system, Path work) {
            return WorkFolder.itself(work);
        }
    },
    /**
     * For containers without namespaces and mounts in which we are root: changes the root directory and runs as the user nobody, who can write
     * to a copy of the work folder and to {@code /tmp}. The network is that of the machine.
     */
    CHROOT {
        @Override
        List<String> probe() {
            return as(Path.of("/"), List.of("true"));
        }

        @Override
        List<String> commandLine(Path system, Path work, List<String> arguments) {
            String inside = "/" + system.relativize(work);
            List<String> line = new ArrayList<>(List.of("/usr/bin/env", "--chdir=" + inside, "PATH=" + PATH));
            line.addAll(List.of("HOME=" + inside, "TMPDIR=/tmp"));
            line.addAll(arguments);
            return as(system, line);
        }

        private List<String> as(Path root, List<String> command) {
            List<String> line = new ArrayList<>(List.of("chroot", root.toString(), "setpriv"));
            line.addAll(List.of("--reuid=" + WorkFolder.NOBODY, "--regid=" + WorkFolder.NOBODY, "--clear-groups"));
            line.addAll(List.of("--no-new-privs", "--pdeathsig=KILL", "--"));
            line.addAll(command);
            return line;
        }

        /** Programs find their data beside their own file; they ask /proc for its folder, but /proc cannot be mounted. */
        @Override
        WorkFolder enter(Path system, Path work) throws IOException {
            Path self = Files.createDirectories(system.resolve("proc/self")).resolve("exe");
            if (!Files.isSymbolicLink(self)) {
                try {
                    Files.createSymbolicLink(self, Path.of("/usr/bin/yosys"));
                } catch (FileAlreadyExistsException e) {
                    // another command was quicker
                }
            }
            return WorkFolder.copyIn(system.resolve(WORK.substring(1)), work);
        }
    };

    /** Where a command sees its work folder, or a folder that contains it. */
    private static final String WORK = "/mnt";

    private static final String PATH = "/usr/bin:/bin";

    /** The way that works here, found once. */
    private static RootEntry working;

    /** A test command that ends with status 0 if this way works here. */
    abstract List<String> probe();

    /** The command line that runs a command there. */
    abstract List<String> commandLine(Path system, Path work, List<String> arguments);

    /** The work folder as a command in the root can see it. */
    abstract WorkFolder enter(Path system, Path work) throws IOException;

    /**
     * The first way that works here.
     *
     * @throws EnvironmentException if none does
     */
    static synchronized RootEntry working() {
        if (working == null) {
            working = firstOf(List.of(values()), way -> problem(way.probe()));
        }
        return working;
    }

    /** The first of the given ways that has no problem. */
    static RootEntry firstOf(List<RootEntry> ways, Function<RootEntry, String> problemOf) {
        List<String> problems = new ArrayList<>();
        for (RootEntry way : ways) {
            String problem = problemOf.apply(way);
            if (problem.isEmpty()) {
                return way;
            }
            problems.add(problem);
        }
        throw new EnvironmentException(
                "tools of another Debian must be run by bwrap or chroot, and neither works here: "
                        + String.join("; ", problems),
                "be root with the capabilities of a plain Docker container, or allow user namespaces: see docs/ci.md");
    }

    /** What is wrong with a command, in its own words; empty if it ends with status 0. */
    static String problem(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            if (status == 0) {
                return "";
            }
            return said.isEmpty()
                    ? command.get(0) + ": status " + status
                    : said.lines().findFirst().orElseThrow();
        } catch (IOException e) {
            return command.get(0) + ": not installed";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return command.get(0) + ": interrupted";
        }
    }
}
