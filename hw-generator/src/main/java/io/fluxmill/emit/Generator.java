// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.emit;

import io.fluxmill.manifest.Manifest;
import io.fluxmill.manifest.ManifestFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the files of a design. */
public final class Generator {
    private Generator() {}

    /** The files of a design by name: Verilog, manifest, C header, register document and its views. */
    public static Map<String, String> files(Design design) {
        Manifest manifest = design.manifest();
        Map<String, String> files = new LinkedHashMap<>();
        files.put(manifest.design() + ".v", design.verilog());
        files.put(manifest.design() + ".manifest.json", ManifestFile.toJson(manifest));
        files.put(manifest.design() + ".h", RegisterDocuments.cHeader(manifest));
        files.put(manifest.design() + ".md", RegisterDocuments.markdown(manifest));
        files.putAll(design.views());
        return files;
    }

    /** Writes the files into a directory, which is made if needed; each file is complete or not there. */
    public static List<Path> write(Design design, Path directory) {
        try {
            Files.createDirectories(directory);
            return files(design).entrySet().stream()
                    .map(file -> replace(directory.resolve(file.getKey()), file.getValue()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path replace(Path target, String text) {
        try {
            String part =
                    "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
            Path temporary = target.resolveSibling(part);
            Files.writeString(temporary, text);
            return Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
