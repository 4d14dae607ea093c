// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.config.InputException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes tool roots with mmdebstrap. A root appears under its name when it is complete. An installation reuses what an interrupted one had
 * downloaded.
 */
public final class RootInstaller {
    static final Executable MMDEBSTRAP = new Executable("mmdebstrap", "mmdebstrap", "--version");
    static final Executable BWRAP = new Executable("bwrap", "bubblewrap", "--version");

    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final String ARCHIVES = "var/cache/apt/archives";

    private final ContentCache cache;
    private final Consumer<String> progress;

    /** @param progress gets a line for each step */
    public RootInstaller(Consumer<String> progress) {
        this(ContentCache.ofUser(), progress);
    }

    RootInstaller(ContentCache cache, Consumer<String> progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /**
     * Installs a root; an existing one for this release and these packages is left unchanged.
     *
     * @param mirror address of a Debian archive, or null for the one that apt is configured with
     * @return what is installed
     * @throws InputException if a tool, the keyring or the mirror is missing
     * @throws io.fluxmill.core.config.EnvironmentException if there is no way into a root here
     * @throws ToolException if mmdebstrap fails
     */
    public RootRecord install(ToolRoot root, String mirror) throws IOException {
        Toolbox.require(List.of(MMDEBSTRAP));
        RootEntry.working();
        if (!Files.isReadable(Path.of(KEYRING))) {
            throw new InputException(
                    "keyring of Debian is missing: file=" + KEYRING,
                    "install it: sudo apt-get install debian-archive-keyring");
        }
        if (root.folder(cache).toFile().exists() && !isCurrent(root)) {
            ContentCache.delete(root.folder(cache));
        }
        String address = mirror != null ? mirror : AptMirror.configured();
        Path downloads = cache.root().resolve(ToolRoot.KIND).resolve(root.id() + ".downloads");
        Files.createDirectories(downloads);
        salvage(root, downloads);
        Path folder = cache.getUnsealed(ToolRoot.KIND, root.id(), building -> {
                    bootstrap(root, address, downloads, building);
                    RootRecord.of(root, building).write(building);
                })
                .directory();
        ContentCache.delete(downloads);
        return RootRecord.read(folder);
    }

    private boolean isCurrent(ToolRoot root) {
        try {
            RootRecord record = RootRecord.read(root.folder(cache));
            return record.suite().equals(root.suite()) && record.included().equals(root.packages());
        } catch (InputException damaged) {
            return false;
        }
    }

    /** Links the packages that an interrupted installation had downloaded. */
    private void salvage(ToolRoot root, Path downloads) throws IOException {
        Path left = cache.root()
                .resolve(ToolRoot.KIND)
                .resolve(root.id() + ".building")
                .resolve(RootRecord.SYSTEM)
                .resolve(ARCHIVES);
        if (!Files.isDirectory(left)) {
            return;
        }
        try (Stream<Path> files = Files.list(left)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".deb")).toList()) {
                Path link = downloads.resolve(file.getFileName());
                if (!Files.exists(link)) {
                    Files.createLink(link, file);
                }
            }
        }
    }

    private void bootstrap(ToolRoot root, String mirror, Path downloads, Path building) throws IOException {
        Path log = building.resolve("mmdebstrap.log");
        List<String> command = command(root, mirror, downloads, building);
        Process process = new ProcessBuilder(command)
                .directory(building.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        follow(process, log);
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new ToolException("mmdebstrap failed with status " + status + errors(log), log);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during mmdebstrap", e);
        }
        for (String name : List.of("usr/bin/yosys", "var/lib/dpkg/status")) {
            if (!Files.exists(building.resolve(RootRecord.SYSTEM).resolve(name))) {
                throw new ToolException("mmdebstrap ended with status 0 but did not make " + name, log);
            }
        }
    }

    static List<String> command(ToolRoot root, String mirror, Path downloads, Path building) {
        List<String> command = new ArrayList<>(List.of(MMDEBSTRAP.name(), "--variant=essential"));
        command.add("--include=" + String.join(",", root.packages()));
        command.add("--keyring=" + KEYRING);
        // The index of testing may be older than it says it is good for.
        command.add("--aptopt=Acquire::Check-Valid-Until \"false\"");
        command.add("--skip=download/empty");
        command.add("--setup-hook=mkdir -p \"$1\"/" + ARCHIVES + "/partial && find '" + downloads
                + "' -name '*.deb' -exec cp -t \"$1\"/" + ARCHIVES + " {} +");
        command.addAll(List.of(root.suite(), building.resolve(RootRecord.SYSTEM).toString(), mirror));
        return command;
    }

    private void follow(Process process, Path log) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (line.startsWith("I: ")) {
                    progress.accept(line.substring("I: ".length()));
                }
            }
        } catch (IOException e) {
            process.destroy();
            throw new UncheckedIOException(e);
        }
    }

    private static String errors(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("E: "))
                .findFirst()
                .map(line -> ": " + line.substring("E: ".length()))
                .orElse("");
    }
}
