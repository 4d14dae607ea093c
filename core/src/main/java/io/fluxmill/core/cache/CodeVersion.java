// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.file.FileProblem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The code that runs: a key of the content of everything on the class path, and of the virtual machine. Results that were computed by other code have another key. */
final class CodeVersion {
    /** Larger files are native libraries, which are named by their version and only told apart by name, size and time. */
    private static final long MOST_BYTES = 32L << 20;

    private static final String RUNNING = of(System.getProperty("java.class.path"));

    private CodeVersion() {}

    /** Of this process. */
    static String running() {
        return RUNNING;
    }

    /** Of a class path. */
    static String of(String classPath) {
        ContentKey key = new ContentKey().add("java", System.getProperty("java.vm.version"));
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            try {
                if (Files.isDirectory(path)) {
                    addFolder(key, path);
                } else if (Files.exists(path)) {
                    add(key, path.getFileName().toString(), path);
                }
            } catch (IOException e) {
                throw new EnvironmentException(
                        path + ": the program's own files must be readable: " + FileProblem.of(e), "install it again");
            }
        }
        return key.hex();
    }

    private static void addFolder(ContentKey key, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            add(key, folder.relativize(file).toString(), file);
        }
    }

    private static void add(ContentKey key, String name, Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            key.add(name, Files.size(file) + " " + Files.getLastModifiedTime(file));
        } else {
            key.add(name, Files.readAllBytes(file));
        }
    }
}
