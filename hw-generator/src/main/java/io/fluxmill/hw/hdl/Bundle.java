// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.EnumMap;
import java.util.Map;

/**
 * Ports of one interface of a module. Every signal is driven by one of two sides: the one that asks (the master of a bus, the source of a stream), or
 * the one that answers.
 *
 * @param <S> the signals, in the order of their ports
 */
abstract class Bundle<S extends Enum<S>> {
    private final String name;
    private final boolean answers;
    private final Map<S, Word> words;
    private final Map<S, Bit> bits;

    /**
     * An interface without ports yet.
     *
     * @param name prefix of the ports
     * @param answers whether the module is the side that answers: slave, or sink
     */
    Bundle(Class<S> signals, String name, boolean answers) {
        if (name == null || !name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            throw new HdlException(
                    "name of an interface must be letters, digits and underscores, beginning with a letter: name="
                            + name);
        }
        this.name = name;
        this.answers = answers;
        words = new EnumMap<>(signals);
        bits = new EnumMap<>(signals);
    }

    /** Whether the side that asks drives the signal. */
    abstract boolean asks(S signal);

    /** The part of a word of the other interface that drives the signal of this one; here, the whole word. */
    Word fitted(S signal, Word value) {
        return value;
    }

    /** Prefix of the ports. */
    public final String name() {
        return name;
    }

    /** Whether the module is the side that answers. */
    final boolean answers() {
        return answers;
    }

    final Word addWord(S signal, String port, int widthBits) {
        Word word = asks(signal) == answers ? Module.in(widthBits) : Module.out(widthBits);
        words.put(signal, word.named(port));
        return word;
    }

    final Bit addBit(S signal, String port) {
        Bit bit = asks(signal) == answers ? Module.inBit() : Module.outBit();
        bits.put(signal, bit.named(port));
        return bit;
    }

    final Word word(S signal) {
        return words.get(signal);
    }

    final Bit bit(S signal) {
        return bits.get(signal);
    }

    /**
     * Every signal with which {@code from} asks drives the same signal of this interface, and every answer goes back; in the order of the
     * signals. A signal that the driven side does not have is left open.
     */
    final void connectAll(Bundle<S> from, S[] signals) {
        for (S signal : signals) {
            Bundle<S> driven = asks(signal) ? this : from;
            Bundle<S> driver = asks(signal) ? from : this;
            if (driven.words.containsKey(signal)) {
                driven.word(signal).set(driven.fitted(signal, driver.required(driver.words, signal)));
            } else if (driven.bits.containsKey(signal)) {
                driven.bit(signal).set(driver.required(driver.bits, signal));
            }
        }
    }

    private <T> T required(Map<S, T> signals, S signal) {
        T found = signals.get(signal);
        if (found == null) {
            throw new HdlException("interface " + name + " must have signal " + signal);
        }
        return found;
    }
}
