// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.hw.parts.Assembler;
import io.fluxmill.hw.parts.Assembler.Branch;
import io.fluxmill.hw.parts.Assembler.Immediate;
import io.fluxmill.hw.parts.Assembler.Load;
import io.fluxmill.hw.parts.Assembler.Op;
import io.fluxmill.hw.parts.Assembler.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for the processor that goes through a table of accesses: an access is two words, the address with the kind of access in bits 1..0, and a value. It
 * returns the number of words that it has taken.
 */
final class BusScript {
    private static final int WRITE = 0;
    private static final int WAIT_ANY = 1;
    private static final int WAIT_NONE = 2;
    private static final int TAKE = 3;

    private static final int RETURN = 1;
    private static final int TABLE = 5;
    private static final int ACCESS = 6;
    private static final int VALUE = 7;
    private static final int COUNT = 10;
    private static final int RESULTS = 11;
    private static final int KIND = 12;
    private static final int ADDRESS = 13;
    private static final int CONSTANT = 14;
    private static final int FOUND = 15;

    private final List<Integer> table = new ArrayList<>();
    private int taken;

    private BusScript add(int kind, int address, int value) {
        table.add(address | kind);
        table.add(value);
        return this;
    }

    BusScript write(int address, int value) {
        return add(WRITE, address, value);
    }

    /** Waits until the word at an address has a bit of the mask. */
    BusScript waitAny(int address, int mask) {
        return add(WAIT_ANY, address, mask);
    }

    /** Waits until the word at an address has no bit of the mask. */
    BusScript waitNone(int address, int mask) {
        return add(WAIT_NONE, address, mask);
    }

    /** Appends the word at an address to the results. */
    BusScript take(int address) {
        taken++;
        return add(TAKE, address, 0);
    }

    /** Words that it takes. */
    int taken() {
        return taken;
    }

    /** The accesses, with their end. */
    int[] table() {
        List<Integer> words = new ArrayList<>(table);
        words.add(0);
        return words.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The program, the same for all tables. */
    static int[] program(int table, int results) {
        Assembler program = new Assembler();
        program.constant(TABLE, table).constant(RESULTS, results).immediate(Immediate.ADDI, COUNT, 0, 0);
        program.load(Load.LW, ACCESS, TABLE, 0); // next
        program.branch(Branch.BEQ, ACCESS, 0, 4 * 22); // to end
        program.load(Load.LW, VALUE, TABLE, 4).immediate(Immediate.ADDI, TABLE, TABLE, 8);
        program.immediate(Immediate.ANDI, KIND, ACCESS, 3).immediate(Immediate.ANDI, ADDRESS, ACCESS, -4);
        program.branch(Branch.BNE, KIND, 0, 4 * 3); // to reads
        program.store(Store.SW, VALUE, ADDRESS, 0).branch(Branch.BEQ, 0, 0, -4 * 8);
        program.load(Load.LW, FOUND, ADDRESS, 0); // reads
        program.immediate(Immediate.ADDI, CONSTANT, 0, TAKE).branch(Branch.BEQ, KIND, CONSTANT, 4 * 8); // to takes
        program.op(Op.AND, FOUND, FOUND, VALUE).immediate(Immediate.ADDI, CONSTANT, 0, WAIT_NONE);
        program.branch(Branch.BEQ, KIND, CONSTANT, 4 * 3);
        program.branch(Branch.BEQ, FOUND, 0, -4 * 6).branch(Branch.BEQ, 0, 0, -4 * 16); // again, or next
        program.branch(Branch.BNE, FOUND, 0, -4 * 8).branch(Branch.BEQ, 0, 0, -4 * 18);
        program.store(Store.SW, FOUND, RESULTS, 0).immediate(Immediate.ADDI, RESULTS, RESULTS, 4); // takes
        program.immediate(Immediate.ADDI, COUNT, COUNT, 1).branch(Branch.BEQ, 0, 0, -4 * 22);
        return program.jalr(0, RETURN, 0).words(); // end
    }
}
