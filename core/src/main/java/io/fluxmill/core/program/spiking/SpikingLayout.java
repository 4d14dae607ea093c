// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

/**
 * What the streams of a spiking engine carry: words of 32 bits. The one home of what RTL and driver both speak.
 *
 * <pre>
 *  into the engine                             out of the engine
 *  31..28 27..20 19..0                         31..28 27..20 19..0
 *  SPIKE  value  input       in this tick      SPIKE  value  neuron     of an output
 *  TICK     -      -         compute the tick  TICK        number of the tick, 28 bits
 *  STATE  core   group       show its states   then lanes membranes, and as many currents if the engine has
 *                                              synaptic currents: whole words, sign extended
 *  LOAD   memory address     a word with the number of memory words and their beats follow, low words first
 *  CLEAR    -      -         states, sums and the tick to 0
 *
 *  with an encoder
 *  VALUE  code   value       a value of the encoder
 *  SEED        seed          its generator, 28 bits; bit 28 becomes 1
 *  TABLE  code   tick        an entry of its table of latencies
 *
 *  with read-outs
 *  OUTPUT place  neuron      an entry of the table of outputs
 *  READ     -      -         read the outputs    READ     -    class      then a word for each output, sign extended
 *
 *  with time stamps
 *  UNTIL        ticks        compute ticks until there were so many since CLEAR, 28 bits
 * </pre>
 *
 * <p>An engine with several cores has the core in the upper four bits of the value of STATE and LOAD, the memory in the lower four. A neuron's number is its
 * core times the neurons of a core, plus its number there.
 */
public final class SpikingLayout {
    /** Bits of an operation, from bit {@link #OP_LSB} on. */
    public static final int OP_BITS = 4;

    public static final int OP_LSB = 28;

    public static final int SPIKE = 0;
    public static final int TICK = 1;
    public static final int STATE = 2;
    public static final int LOAD = 3;
    public static final int CLEAR = 4;

    /** Of an encoder. */
    public static final int VALUE = 5;

    public static final int SEED = 6;
    public static final int TABLE = 7;

    /** Of read-outs. */
    public static final int OUTPUT = 8;

    public static final int READ = 9;

    /** Of time stamps. */
    public static final int UNTIL = 10;

    /** Bits of a spike's value or a memory's number, from bit {@link #VALUE_LSB} on. */
    public static final int VALUE_BITS = 8;

    public static final int VALUE_LSB = 20;

    /** Bits of the number of a core, from bit {@link #CORE_LSB} of a value on. */
    public static final int CORE_BITS = 4;

    public static final int CORE_LSB = 4;

    /** Bits of an index: input, neuron, group or address. */
    public static final int INDEX_BITS = 20;

    /** Sources before the inputs: what adds biases in every tick, and in every tick from the register LATE_TICK on. */
    public static final int CONSTANTS = 2;

    /** Bits of a beat. */
    public static final int BEAT_BITS = 32;

    private SpikingLayout() {}

    /** The memories that a program fills, by their number in LOAD. */
    public enum Memory {
        /** Words of one weight a lane. */
        WEIGHTS,
        /** For each source: 1 if it has rows, its first row, a group added to the rows'. */
        SOURCES,
        /** Rows: runs of words of weights for groups one after the other. */
        ROWS,
        /** For each group the number of its parameters. */
        PARAMETER_INDEX,
        /** Parameters of the lanes of a group. */
        PARAMETERS,
        /** Populations in the order of a tick. */
        POPULATIONS,
        /** Clock-driven connections: all values of a source times all words of weights, in every tick. */
        WALKS,
        /** Of several cores: for each neuron, where its spikes go. */
        ROUTES,
        /** Of several cores: for each input, where its spikes go. One for all cores, loaded as one of core 0. */
        INPUT_ROUTES
    }

    /** Operation, value (or memory) and index as a word. */
    public static int word(int op, int value, int index) {
        return op << OP_LSB | value << VALUE_LSB | index;
    }

    /** Beats of a memory word. */
    public static int beats(int widthBits) {
        return (widthBits + BEAT_BITS - 1) / BEAT_BITS;
    }
}
