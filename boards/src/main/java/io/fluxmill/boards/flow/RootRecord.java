// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tool root was made of: the file {@code packages.txt} in its folder. First line {@code suite <suite>}, then a line {@code include
 * <package>} for each requested package, then {@code <package> <version>} for each installed one, last {@code sha256 <digest>} of all lines
 * before it.
 *
 * @param suite release of Debian
 * @param included requested packages
 * @param versions by package
 */
public record RootRecord(String suite, List<String> included, Map<String, String> versions) {
    /** Folder of the root's file system. */
    static final String SYSTEM = "root";

    private static final String FILE = "packages.txt";
    private static final String DPKG_STATUS = "var/lib/dpkg/status";

    /** Takes copies. */
    public RootRecord {
        included = List.copyOf(included);
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    /** What the file system in a folder was made of. */
    static RootRecord of(ToolRoot root, Path folder) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        String name = "";
        for (String line : Files.readAllLines(folder.resolve(SYSTEM).resolve(DPKG_STATUS))) {
            if (line.startsWith("Package: ")) {
                name = line.substring("Package: ".length());
            } else if (line.startsWith("Version: ")) {
                versions.put(name, line.substring("Version: ".length()));
            }
        }
        return new RootRecord(root.suite(), root.packages(), versions);
    }

    void write(Path folder) throws IOException {
        String text = text();
        Files.writeString(folder.resolve(FILE), text + "sha256 " + digest(text) + "\n");
    }

    private String text() {
        StringBuilder text = new StringBuilder("suite " + suite + "\n");
        included.forEach(name -> text.append("include ").append(name).append('\n'));
        versions.forEach(
                (name, version) -> text.append(name).append(' ').append(version).append('\n'));
        return text.toString();
    }

    private static String digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Digest of the record: two roots with the same one have the same versions of everything. */
    public String sha256() {
        return digest(text());
    }

    static RootRecord read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            List<String> included = new ArrayList<>();
            Map<String, String> versions = new TreeMap<>();
            String suite = "";
            String sum = "";
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "suite" -> suite = words[1];
                    case "include" -> included.add(words[1]);
                    case "sha256" -> sum = words[1];
                    default -> versions.put(words[0], words[1]);
                }
            }
            RootRecord record = new RootRecord(suite, included, versions);
            if (record.sha256().equals(sum)) {
                return record;
            }
        } catch (IOException | ArrayIndexOutOfBoundsException e) {
            // Told below: it is not what was written.
        }
        throw new InputException(
                file + ": tool root is damaged: its list of packages does not have its checksum",
                "install it again: fluxmill tools install " + folder.getFileName());
    }
}
