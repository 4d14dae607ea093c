// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.file.OutputFile;
import io.fluxmill.core.file.OutputFolder;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the files of a design. */
public final class Generator {
    private Generator() {}

    /** The files of a design by name: Verilog, manifest, C header, register document, file list, core file, IP-XACT description and its views. */
    public static Map<String, String> files(Design design) {
        Manifest manifest = design.manifest();
        Map<String, String> files = new LinkedHashMap<>();
        files.put(manifest.design() + ".v", design.verilog());
        files.put(manifest.design() + ".manifest.json", ManifestFile.toJson(manifest));
        files.put(manifest.design() + ".h", RegisterDocuments.cHeader(manifest));
        files.put(manifest.design() + ".md", RegisterDocuments.markdown(manifest));
        files.putAll(ProjectFiles.of(design));
        files.put(IpXact.FILE, IpXact.component(manifest));
        files.putAll(design.views());
        return files;
    }

    /**
     * Writes the files into a directory, which is made if needed; each file is complete or not there.
     *
     * @throws io.fluxmill.core.config.InputException if it, or what it would be in, is no folder
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    public static List<Path> write(Design design, Path directory) {
        new OutputFolder("design", directory).make();
        return files(design).entrySet().stream()
                .map(file -> write(directory.resolve(file.getKey()), file.getValue()))
                .toList();
    }

    private static Path write(Path target, String text) {
        OutputFile.of("design", target).write(text);
        return target;
    }
}
