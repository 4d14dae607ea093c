// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.ArrayList;
import java.util.List;

/**
 * The stream ports of a system on chip without a processor, for each of some widths: from registers to the pins {@code m_axis_a<bits>}, from the pins {@code
 * s_axis_r<bits>} to registers, and from registers to registers.
 */
@Contract("For simulation: ports between registers and streams.")
final class StreamPorts extends AxiLiteTop {
    static final int DEPTH = 64;
    static final List<Integer> WIDTHS = List.of(16, 32, 48, 128);

    /** Streams of a width have these places in the register map, in this order. */
    static final int PER_WIDTH = 4;

    final WordsToStream[] sender = new WordsToStream[WIDTHS.size()];
    final StreamToWords[] receiver = new StreamToWords[WIDTHS.size()];
    final WordsToStream[] loopSender = new WordsToStream[WIDTHS.size()];
    final StreamToWords[] loopReceiver = new StreamToWords[WIDTHS.size()];

    StreamPorts() {
        super(map(), DataBus.SLAVE_ADDRESS_BITS);
        List<Stream> streams = streams();
        for (int i = 0; i < WIDTHS.size(); i++) {
            int bits = WIDTHS.get(i);
            boolean packets = packets(bits);
            sender[i] = child(() -> new WordsToStream(DEPTH, bits));
            receiver[i] = child(() -> new StreamToWords(DEPTH, bits, packets));
            loopSender[i] = child(() -> new WordsToStream(DEPTH, bits));
            loopReceiver[i] = child(() -> new StreamToWords(DEPTH, bits, false));
            int first = PER_WIDTH * i;
            sender[i].connect(registers, streams.get(first));
            receiver[i].connect(registers, streams.get(first + 1));
            loopSender[i].connect(registers, streams.get(first + 2));
            loopReceiver[i].connect(registers, streams.get(first + 3));
            streamOut("m_axis_a" + bits, bits).connect(sender[i].beats);
            receiver[i].beats.connect(streamIn("s_axis_r" + bits, bits, packets));
            loopReceiver[i].beats.connect(loopSender[i].beats);
        }
    }

    /** Whether the stream out of the engine of this width has tlast. */
    static boolean packets(int bits) {
        return bits != 32;
    }

    private static RegisterMap map() {
        RegisterMap.Builder map = RegisterMap.of("PORT", 1);
        StreamRegisters.add(map, streams(), DEPTH);
        return map.build();
    }

    private static List<Stream> streams() {
        List<Stream> streams = new ArrayList<>();
        for (int bits : WIDTHS) {
            streams.add(new Stream("s_axis_a" + bits, Direction.IN, bits, false));
            streams.add(new Stream("m_axis_r" + bits, Direction.OUT, bits, packets(bits)));
            streams.add(new Stream("s_axis_l" + bits, Direction.IN, bits, false));
            streams.add(new Stream("m_axis_l" + bits, Direction.OUT, bits, false));
        }
        return streams;
    }
}
