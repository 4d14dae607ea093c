// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteSlave;
import java.util.ArrayList;
import java.util.List;

/** What the registers must hold for a job to start; docs/mac-engine.md. */
final class JobRules {
    private static final int TILE_BITS = 18;

    private final MacArchitecture architecture;
    private final AxiLiteSlave registers;

    JobRules(MacArchitecture architecture, AxiLiteSlave registers) {
        this.architecture = architecture;
        this.registers = registers;
    }

    /**
     * Whether the sizes are in the buffers and the formats and the rounding are the engine's.
     *
     * @param parameterEnd {@link #parameterEnd}
     */
    Bit hold(Word parameterEnd) {
        return nonZero()
                .and(inBuffers(parameterEnd))
                .and(MacArray.knows(architecture.unit(), registers.field("FORMAT", "operand")))
                .and(resultKnown(registers.field("FORMAT", "result")))
                .and(roundingKnown());
    }

    /** Whether results can have the format of an index. */
    private Bit resultKnown(Word format) {
        List<NumberFormat> formats = architecture.formats();
        Bit known = format.resize(5).less(formats.size());
        List<Bit> blocks = new ArrayList<>();
        for (int i = 0; i < formats.size(); i++) {
            if (!formats.get(i).canBeResult()) {
                blocks.add(format.eq(i));
            }
        }
        if (blocks.isEmpty()) {
            return known;
        }
        Bit isBlock = Bit.anyOf(blocks).named("result_is_of_blocks");
        return known.and(isBlock.not()).named("result_known");
    }

    private Bit nonZero() {
        return registers
                .value("ROWS")
                .any()
                .and(registers.value("COLUMNS").any())
                .and(registers.value("DEPTH").any())
                .and(registers.value("DEPTH_WORDS").any())
                .named("sizes_are_not_zero");
    }

    private Bit inBuffers(Word parameterEnd) {
        MacConfig config = architecture.config();
        return registers
                .value("DEPTH_WORDS")
                .less(config.activationWords() + 1L)
                .and(registers.value("WEIGHT_BASE").less(config.weightWords()))
                .and(parameterEnd.less(config.parameterTiles() + 1L))
                .named("sizes_fit_buffers");
    }

    /** The column tile after the job's last one. */
    Word parameterEnd() {
        int columns = architecture.config().columns();
        int places = Sequencer.log2(columns);
        Word tiles = registers
                .field("COLUMNS", "columns")
                .resize(TILE_BITS)
                .plus(columns - 1L)
                .named("columns_rounded_up");
        return registers
                .field("PARAMETER_BASE", "tile")
                .resize(TILE_BITS)
                .plus(tiles.slice(places, TILE_BITS - places).resize(TILE_BITS));
    }

    /** Whether the engine has the rounding of FORMAT; one bit always says one that it has. */
    private Bit roundingKnown() {
        if (!architecture.isForInference()) {
            return Bit.of(true);
        }
        Word round = registers.field("FORMAT", "round");
        return Bit.anyOf(architecture.config().roundings().stream()
                        .map(rounding -> round.eq(rounding.code()))
                        .toList())
                .named("rounding_known");
    }
}
