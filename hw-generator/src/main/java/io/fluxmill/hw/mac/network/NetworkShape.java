// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.MacArchitecture;
import java.util.List;
import java.util.stream.IntStream;

/** Widths and latencies of a network processor. */
final class NetworkShape {
    /** Bits of X and Y, signed, with a bit for the sums of a step. */
    static final int COORDINATE_BITS = 13;

    private static final int FETCH_LATENCY = 6;

    /** Cycles from one set of positions to the next. */
    static final int STEP_LATENCY = 3;

    /** Cycles from a position to whether what is read there has come in. */
    static final int INPUT_LATENCY = 2;

    final NetworkConfig config;
    final MacArchitecture engine;
    final int rows;
    final int columns;
    final int banks;
    final int bankBits;
    final int addressBits;
    /** Of a position in a map, with a sign. */
    final int positionBits;

    final int bankWords;
    final int bankWordBits;

    /** Whether units can have activations of their own. */
    final boolean depthwise;

    NetworkShape(NetworkConfig config) {
        this.config = config;
        engine = new MacArchitecture(config.engine());
        rows = config.engine().rows();
        columns = config.engine().columns();
        banks = config.banks();
        bankBits = log2(banks);
        addressBits = log2(config.mapWords());
        positionBits = bankBits + addressBits + 1;
        bankWords = config.bankWords();
        bankWordBits = log2(bankWords);
        depthwise = config.depthwise();
    }

    /** Cycles from the issue of a word to the operands at the array: place, address, bank, memory, word, row; where units have their own, those too. */
    int fetchLatency() {
        return FETCH_LATENCY + (depthwise ? 1 : 0);
    }

    /** Cycles that a layer of terms needs for a sum, less those of a matrix layer: how much later its rows leave, or, negative, its lines are taken. */
    int termDelay() {
        return TermAdder.LATENCY - (engine.macLatency() - engine.memoryLatency());
    }

    /** Whether a format has so many lanes; a register, because the format is constant during a layer. */
    Bit hasLanes(String name, Word format, int lanes) {
        List<NumberFormat> formats = engine.formats();
        List<Bit> some = IntStream.range(0, formats.size())
                .filter(i -> formats.get(i).lanes() == lanes)
                .mapToObj(i -> format.eq(i))
                .toList();
        return Module.next(name, Bit.anyOf(some));
    }

    static int log2(int powerOfTwo) {
        return Integer.numberOfTrailingZeros(powerOfTwo);
    }
}
