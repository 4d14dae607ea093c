// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.emit.Generator;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A matrix co-processor's Verilog and manifest. */
public final class MacDesign {
    private static final String FAMILY = "mac";

    private MacDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(MacConfig config) {
        MacArchitecture architecture = new MacArchitecture(config);
        return Elaboration.of(config, FAMILY, () -> new MatrixCoprocessor(architecture))
                .design(manifest -> described(manifest, architecture));
    }

    /**
     * What a mapping needs to know of a design, without elaborating it: a manifest without ports, bus and streams, and with a hash of zeros that no
     * hardware answers.
     */
    public static Manifest outline(MacConfig config) {
        MacArchitecture architecture = new MacArchitecture(config);
        Manifest.Builder manifest = Manifest.builder(config.name(), FAMILY)
                .registers(MacRegisters.of(architecture).registers());
        return described(manifest, architecture).build();
    }

    /** Generates the design of a configuration and writes its files into a directory. */
    public static Manifest write(MacConfig config, Path directory) {
        Design design = generate(config);
        Generator.write(design, directory);
        return design.manifest();
    }

    private static Manifest.Builder described(Manifest.Builder manifest, MacArchitecture architecture) {
        return manifest.memories(memories(architecture))
                .parameters(parameters(architecture))
                .formats(architecture.names());
    }

    private static List<Memory> memories(MacArchitecture architecture) {
        MacConfig config = architecture.config();
        int word = MacArchitecture.WORD_BITS;
        return List.of(
                new Memory("activations", 2 * config.activationWords(), word * config.rows()),
                new Memory("weights", config.weightWords(), word * config.columns()),
                new Memory(
                        "parameters",
                        config.parameterTiles(),
                        architecture.parameterBeats() * word * config.columns()));
    }

    /** What a mapping needs to know of the array, the buffers and the output stages. */
    public static Map<String, Long> parameters(MacArchitecture architecture) {
        MacConfig config = architecture.config();
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("rows", (long) config.rows());
        parameters.put("columns", (long) config.columns());
        parameters.put("weightWords", (long) config.weightWords());
        parameters.put("activationWords", (long) config.activationWords());
        parameters.put("parameterTiles", (long) config.parameterTiles());
        parameters.put("operandFormats", (long) config.formats().size());
        parameters.put("accumulatorBits", (long) architecture.accumulatorBits());
        parameters.put("totalBits", (long) architecture.totalBits());
        parameters.put("rescaleBits", (long) config.rescaleBits());
        parameters.put(
                "roundings",
                config.roundings().stream()
                        .mapToLong(rounding -> 1L << rounding.code())
                        .sum());
        Multiplication multiplication = config.options().unit().multiplier().multiplication();
        if (multiplication != Multiplication.EXACT) {
            parameters.put("multiplication", (long) multiplication.ordinal());
        }
        parameters.put("macLatency", (long) architecture.macLatency());
        parameters.put("outputLatency", (long) architecture.outputLatency());
        return parameters;
    }
}
