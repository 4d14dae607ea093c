// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.ColumnGroup;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A network for somebody else's processor: a driver in C99, the program as C tables and as JSON with images, samples with their expected results.
 * docs/integration.md describes the files.
 */
public final class ProgramFiles {
    private static final List<String> DRIVER =
            List.of("fmac.h", "fmac.c", "fmac_steps.h", "fmac_steps.c", "port.h", "port.c");

    private final Manifest manifest;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** @param manifest of the design that the programs were mapped for */
    public ProgramFiles(Manifest manifest) {
        this.manifest = manifest;
    }

    /**
     * Adds a program.
     *
     * @param folder name of its folder, for example that of its number format
     * @throws IllegalArgumentException if there is no sample, or the codes are not those of whole samples
     */
    public void add(String folder, MacProgram program, Coding coding, Samples samples) {
        samples.requireFit(program);
        String name = identifier(program.network() + "_" + folder);
        if (files.isEmpty()) {
            Function<String, String> filled = text -> text.replace("@NETWORK@", program.network())
                    .replace("@DESIGN@", program.design())
                    .replace("@ROWS@", String.valueOf(manifest.parameter("rows")))
                    .replace("@COLUMNS@", String.valueOf(manifest.parameter("columns")))
                    .replace("@FOLDER@", folder)
                    .replace("@PROGRAM@", name);
            put("README.md", filled.apply(resource("README.md")));
            DRIVER.forEach(file -> put(file, filled.apply(resource(file))));
        }
        ProgramSource source = new ProgramSource(name, program, manifest);
        put(folder + "/" + name + ".h", source.header(coding, samples.count()));
        put(folder + "/" + name + ".c", source.source(coding));
        put(folder + "/" + name + "_samples.c", source.samples(samples));
        put(
                folder + "/main.c",
                resource("main.c")
                        .replace("@NETWORK@", program.network())
                        .replace("@UPPER@", name.toUpperCase(Locale.ROOT))
                        .replace("@PROGRAM@", name));
        put(
                folder + "/program.json",
                new ProgramJson(program, manifest).render(coding).toPrettyString() + "\n");
        files.put(folder + "/weights.bin", images(program, ColumnGroup::weights));
        files.put(folder + "/parameters.bin", images(program, ColumnGroup::parameters));
        files.put(folder + "/input.bin", littleEndian(samples.input()));
        files.put(folder + "/expected.bin", littleEndian(samples.expected()));
    }

    /** Contents by path, relative to the folder of the programs; those of the driver first. */
    public Map<String, byte[]> files() {
        return Collections.unmodifiableMap(files);
    }

    /** A C identifier in lower case. */
    static String identifier(String text) {
        String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return name.matches("[a-z].*") ? name : "n" + name;
    }

    private void put(String file, String text) {
        files.put(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] images(MacProgram program, Function<ColumnGroup, short[]> image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (MacProgram.Step step : program.steps()) {
            if (step instanceof MatrixStep matrix) {
                matrix.groups().forEach(group -> bytes.writeBytes(littleEndian(image.apply(group))));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] littleEndian(short[] words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(words);
        return bytes.array();
    }

    private static String resource(String file) {
        try (InputStream in = ProgramFiles.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
