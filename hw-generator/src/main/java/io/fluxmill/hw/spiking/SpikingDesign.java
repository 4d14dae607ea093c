// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.emit.Elaboration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A spiking engine's Verilog and manifest. */
public final class SpikingDesign {
    private SpikingDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(SpikingConfig config) {
        return Elaboration.of(config, "spiking", () -> new SpikingProcessor(config))
                .design(manifest -> manifest.memories(memories(config)).parameters(parameters(config)));
    }

    private static List<Memory> memories(SpikingConfig config) {
        SpikingShape shape = config.shape();
        SpikingEnds ends = config.ends();
        List<Memory> memories = new ArrayList<>();
        for (int core = 0; core < shape.cores(); core++) {
            String prefix = shape.cores() == 1 ? "" : "core" + core + "_";
            for (SpikingLayout.Memory memory : shape.memories()) {
                if (memory != SpikingLayout.Memory.INPUT_ROUTES) {
                    String name = memory.name().toLowerCase(Locale.ROOT);
                    memories.add(new Memory(prefix + name, shape.depthWords(memory), shape.widthBits(memory)));
                }
            }
            int lanes = shape.lanes();
            memories.add(
                    new Memory(prefix + "sums", shape.groups() * shape.delaySlots(), lanes * shape.accumulatorBits()));
            memories.add(new Memory(prefix + "membranes", shape.groups(), lanes * shape.stateBits()));
            if (shape.currents()) {
                memories.add(new Memory(prefix + "currents", shape.groups(), lanes * shape.stateBits()));
            }
            if (shape.clockDriven() > 0) {
                memories.add(new Memory(prefix + "values", shape.sources(), shape.valueBits()));
            }
        }
        if (shape.cores() > 1) {
            memories.add(new Memory(
                    "input_routes",
                    shape.depthWords(SpikingLayout.Memory.INPUT_ROUTES),
                    shape.widthBits(SpikingLayout.Memory.INPUT_ROUTES)));
        }
        if (ends.encoder()) {
            memories.add(new Memory("codes", shape.sources(), ends.encoderBits()));
            memories.add(new Memory("latencies", 1 << ends.encoderBits(), SpikingEnds.COUNT_BITS));
        }
        if (ends.readOuts()) {
            memories.add(new Memory("counts", ReadOut.neurons(shape), SpikingEnds.COUNT_BITS));
            memories.add(new Memory(
                    "outputs",
                    Math.min(ReadOut.neurons(shape), SpikingEnds.MOST_OUTPUTS),
                    Integer.numberOfTrailingZeros(ReadOut.neurons(shape))));
        }
        return memories;
    }

    private static Map<String, Long> parameters(SpikingConfig config) {
        Map<String, Long> parameters = new LinkedHashMap<>(config.shape().parameters());
        parameters.putAll(config.ends().parameters());
        parameters.put("queueWords", (long) config.queueWords());
        return parameters;
    }
}
