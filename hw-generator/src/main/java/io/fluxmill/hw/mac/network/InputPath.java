// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.core.program.mac.network.DescriptorField.KIND;
import static io.fluxmill.core.program.mac.network.DescriptorField.OPERAND;
import static io.fluxmill.core.program.mac.network.DescriptorField.REACH;
import static io.fluxmill.hw.hdl.Module.delay;
import static io.fluxmill.hw.hdl.Module.next;
import static io.fluxmill.hw.hdl.Module.reg;
import static io.fluxmill.hw.hdl.Module.regBit;
import static io.fluxmill.hw.hdl.Module.when;

import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.core.program.mac.network.LayerKind;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import java.util.Locale;

/** From the input stream to a map, in the processor: takes its layer's fields, so that the layers behind it can begin while it runs. */
final class InputPath {
    /** Cycles from the layer's begin until what is computed from its fields is there. */
    private static final int BEGIN = 2;

    /** Cycles until the first comparison with what is written counts. */
    private static final int COMPARE = 2;

    /** No input is on its way. */
    final Bit idle;

    /** The layer after the input's can begin. */
    final Bit handsOver;

    private final NetworkShape shape;
    private final DescriptorReader reader;
    private final InputWriter writer;
    private final Bit begins;

    /** @param begins pulse with which a layer of the input begins */
    InputPath(
            NetworkShape shape,
            DescriptorReader reader,
            Bit begins,
            AxiStream stream,
            BeatSplitter splitter,
            PixelPacker packer,
            InputWriter writer) {
        this.shape = shape;
        this.reader = reader;
        this.writer = writer;
        this.begins = begins;
        Bit starts = delay("input_starts", begins, BEGIN);
        Bit pending = regBit(false).named("input_pending");
        Bit running = regBit(false).named("input_runs");
        when(writer.done, () -> {
            pending.set(Bit.of(false));
            running.set(Bit.of(false));
        });
        when(starts, () -> running.set(Bit.of(true)));
        when(begins, () -> pending.set(Bit.of(true)));
        idle = pending.not().named("input_is_idle");

        Bit packs = keep(KIND).eq(LayerKind.PACKED_INPUT.ordinal()).named("input_is_packed");
        splitter.tdata.set(stream.data);
        splitter.tvalid.set(stream.valid);
        stream.ready.set(splitter.tready);
        splitter.start.set(starts);
        splitter.beats.set(keep(DescriptorField.ROWS));
        splitter.ready.set(Bit.mux(packs, packer.wordReady, writer.wordReady));

        Word format = keep(OPERAND);
        Word lastWord = keep(DescriptorField.LAST_WORD);
        Bit two = lastWord.bit(0);
        packer.start.set(starts);
        packer.active.set(running.and(packs).named("packs_pixels"));
        packer.word.set(splitter.word);
        packer.wordValid.set(splitter.valid);
        packer.windowTaken.set(writer.windowTaken);
        packer.lanes2.set(shape.hasLanes("pixels_2", format, 2));
        packer.lanes4.set(shape.hasLanes("pixels_4", format, 4));
        packer.lastChannel.set(keep(DescriptorField.LAST_KERNEL_Y));
        packer.lastColumn.set(keep(DescriptorField.LAST_KERNEL_X));
        packer.padLeft.set(keep(DescriptorField.ADVANCE_X));
        packer.padRight.set(keep(DescriptorField.ADVANCE_Y));
        packer.width.set(keep(DescriptorField.WIDTH));
        packer.stride.set(keep(DescriptorField.STEP_Y));
        packer.pad.set(keep(DescriptorField.PAD));

        writer.start.set(starts);
        writer.packs.set(packs);
        writer.word.set(splitter.word);
        writer.wordValid.set(splitter.valid);
        writer.windowValid.set(packer.windowValid);
        writer.pixels.set(packer.window);
        writer.two.set(two);
        writer.lastWord.set(lastWord);
        writer.results.set(keep(DescriptorField.RESULTS));
        writer.lastX.set(keep(DescriptorField.LAST_OUTPUT_X));
        writer.lastY.set(keep(DescriptorField.LAST_OUTPUT_Y));
        writer.rowSkip.set(keep(DescriptorField.ROW_SKIP).resize(shape.positionBits));
        writer.imageSkip.set(keep(DescriptorField.IMAGE_SKIP).resize(shape.positionBits));
        writer.paired.set(keep(DescriptorField.OUTPUT_PAIRED).bit(0));
        writer.base.set(keep(DescriptorField.OUTPUT_BASE).resize(shape.addressBits));
        writer.planeSize.set(keep(DescriptorField.OUTPUT_PLANE).resize(shape.addressBits));

        Word head = keep(REACH);
        Bit reached = next(
                "input_reaches", writer.written.resize(head.width()).less(head).not());
        Bit counts = delay("input_counts", running, COMPARE);
        handsOver = counts.and(reached).or(idle).named("input_hands_over");
    }

    /** A field of the input's layer, while others run. */
    private Word keep(DescriptorField field) {
        Word kept = reg(field.bits()).named("input_" + field.name().toLowerCase(Locale.ROOT));
        when(begins, () -> kept.set(reader.field(field)));
        return kept;
    }

    /**
     * Whether the input is in the memory as far as a tile needs it; two cycles after its position.
     *
     * @param linear of the first row of the tile
     */
    Bit isThere(Word linear) {
        int bits = shape.positionBits + 1;
        Word needed = next(
                "needed_of_input",
                linear.signExtend(bits).plus(reader.field(REACH).resize(bits)));
        Word written = writer.written.resize(bits).named("input_written");
        return next("input_is_there", needed.lessSigned(written).or(idle));
    }

    /** To the map memory, beside the results. */
    void write(MapBanks maps) {
        maps.inputEnable.set(writer.writeEnable);
        maps.inputBank.set(writer.writeBank);
        maps.inputAddress.set(writer.writeAddress);
        maps.inputData.set(writer.writeData);
        maps.inputMask.set(writer.writeMask);
        writer.taken.set(maps.inputTaken);
    }
}
