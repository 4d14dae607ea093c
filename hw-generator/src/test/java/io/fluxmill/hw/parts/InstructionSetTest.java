// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import static io.fluxmill.hw.parts.Assembler.Immediate.ADDI;
import static io.fluxmill.hw.parts.CpuHarness.SIGNATURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.hw.parts.Assembler.Branch;
import io.fluxmill.hw.parts.Assembler.Immediate;
import io.fluxmill.hw.parts.Assembler.Load;
import io.fluxmill.hw.parts.Assembler.Op;
import io.fluxmill.hw.parts.Assembler.Store;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every instruction of RV32IM on the processor, at its corner values and in random sequences, against {@link IsaModel}. */
@Tag("verilator")
class InstructionSetTest {
    private static final int[] CORNERS = {
        0,
        1,
        -1,
        2,
        31,
        32,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        0x0000FFFF,
        0xFFFF0000,
        0x12345678
    };
    private static final int POINTER = 30;

    @TempDir
    private static Path directory;

    private static CpuBench cpu;

    @BeforeAll
    static void build() {
        cpu = new CpuBench(directory);
    }

    @AfterAll
    static void close() {
        cpu.close();
    }

    private static Assembler program() {
        Assembler program = new Assembler().jal(0, 0x40).to(0x40);
        for (int r = 1; r < 31; r++) {
            program.immediate(ADDI, r, 0, 0);
        }
        return program.constant(POINTER, SIGNATURE);
    }

    @ParameterizedTest
    @EnumSource(Op.class)
    void registerInstructionsAtAllPairsOfCornerValues(Op op) {
        for (int half = 0; half < 2; half++) {
            Assembler program = program();
            int at = 0;
            for (int i = half * CORNERS.length / 2; i < (half + 1) * CORNERS.length / 2; i++) {
                program.constant(1, CORNERS[i]);
                for (int b : CORNERS) {
                    program.constant(2, b).op(op, 3, 1, 2).store(Store.SW, 3, POINTER, 4 * at++);
                }
            }
            cpu.check(op + " half " + half, CpuBench.finished(program));
        }
    }

    /** The results that the manual names, as numbers: the model itself is held to them. */
    @Test
    void divisionsByZeroAndOverflow() {
        int low = Integer.MIN_VALUE;
        int[][] cases = {
            {4, 7, 0, -1},
            {5, 7, 0, -1},
            {6, 7, 0, 7},
            {7, -7, 0, -7},
            {4, low, -1, low},
            {6, low, -1, 0},
            {4, -7, 2, -3},
            {6, -7, 2, -1},
            {5, -7, 2, 0x7FFFFFFC},
            {7, -7, 2, 1},
            {1, low, low, 0x40000000},
            {2, -1, -1, -1},
            {3, -1, -1, -2},
            {0, -1, -1, 1}
        };
        Assembler program = program();
        for (int[] c : cases) {
            program.constant(1, c[1]).constant(2, c[2]).word(1 << 25 | 2 << 20 | 1 << 15 | c[0] << 12 | 3 << 7 | 0x33);
            program.store(Store.SW, 3, POINTER, 0).immediate(ADDI, POINTER, POINTER, 4);
        }
        int[] signature = cpu.run(CpuBench.finished(program));
        for (int i = 0; i < cases.length; i++) {
            assertEquals(cases[i][3], signature[i], "case " + i);
            assertEquals(
                    cases[i][3], IsaModel.multiplyDivide(cases[i][0], cases[i][1], cases[i][2]), "model, case " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Immediate.class)
    void immediateInstructionsAtCornerValues(Immediate op) {
        int[] values = op.shift ? new int[] {0, 1, 15, 16, 30, 31} : new int[] {0, 1, -1, 2047, -2048, 0x555};
        Assembler program = program();
        int at = 0;
        for (int a : CORNERS) {
            program.constant(1, a);
            for (int value : values) {
                program.immediate(op, 3, 1, value).store(Store.SW, 3, POINTER, 4 * at++);
            }
        }
        cpu.check(op.name(), CpuBench.finished(program));
    }

    @ParameterizedTest
    @ValueSource(ints = {SIGNATURE, CpuHarness.SLOW})
    void loadsAndStoresOfEverySizeSignAndPlace(int base) {
        Assembler program = program();
        int at = 4;
        program.constant(5, base);
        for (Store store : Store.values()) {
            for (int offset = 0; offset < 8; offset += store.bytes) {
                program.constant(1, 0x8001F07F).store(Store.SW, 1, 5, 0).store(Store.SW, 1, 5, 4);
                program.constant(2, 0xA5C3960F).store(store, 2, 5, offset);
                for (int word = 0; word < 8; word += 4) {
                    program.load(Load.LW, 3, 5, word).store(Store.SW, 3, POINTER, 4 * at++);
                }
            }
        }
        for (Load load : Load.values()) {
            for (int offset = 0; offset < 8; offset += load.bytes) {
                program.load(load, 3, 5, offset).store(Store.SW, 3, POINTER, 4 * at++);
                program.immediate(ADDI, 6, 5, 8).load(load, 4, 6, offset - 8);
                program.op(Op.ADD, 4, 4, 4).store(Store.SW, 4, POINTER, 4 * at++);
            }
        }
        cpu.check("base " + base, CpuBench.finished(program));
    }

    @ParameterizedTest
    @EnumSource(Branch.class)
    void branchesBothWaysForwardsAndBackwards(Branch branch) {
        int[] values = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE};
        Assembler program = program().immediate(ADDI, 5, 0, 0);
        for (int a : values) {
            for (int b : values) {
                program.constant(1, a).constant(2, b);
                program.branch(branch, 1, 2, 8).immediate(ADDI, 5, 5, 1); // forwards over one instruction
                program.jal(0, 12).immediate(ADDI, 5, 5, 64).jal(0, 8); // backwards to the first of these two
                program.branch(branch, 1, 2, -8).op(Op.ADD, 6, 6, 5);
            }
        }
        program.store(Store.SW, 5, POINTER, 0).store(Store.SW, 6, POINTER, 4);
        cpu.check(branch.name(), CpuBench.finished(program));
    }

    @Test
    void jumpsLinkAndAddressesAreRelative() {
        Assembler program = program();
        program.jal(1, 8).nop().auipc(2, 0x12345000).lui(3, 0xFFFFF000).fence();
        program.auipc(4, 0).jalr(5, 4, 13).nop().nop(); // the lowest bit of a target is dropped: on to the second nop
        program.auipc(6, 0).immediate(ADDI, 6, 6, 20).jalr(6, 6, -4).nop(); // source and link are one register
        program.immediate(ADDI, 7, 0, 3)
                .immediate(ADDI, 8, 8, 5)
                .immediate(ADDI, 7, 7, -1)
                .branch(Branch.BNE, 7, 0, -8);
        program.immediate(ADDI, 0, 0, 77)
                .op(Op.ADD, 9, 0, 0)
                .constant(10, SIGNATURE)
                .load(Load.LW, 0, 10, 0);
        program.op(Op.ADD, 11, 0, 0).op(Op.MUL, 0, 7, 8).op(Op.ADD, 12, 0, 0);
        cpu.check("jumps", CpuBench.finished(program));
    }

    /** Few registers, so that almost every instruction needs the one before; RAM and slow words; short jumps. */
    @Test
    void randomSequencesEqualTheModel() {
        for (int seed = 1; seed <= 150; seed++) {
            cpu.check("seed " + seed, CpuBench.finished(random(seed, program(), 500)));
        }
        assertTrue(cpu.executed > 60_000, "instructions executed: " + cpu.executed);
    }

    /** An interrupt every few cycles, whose handler uses registers that it restores: the program does not notice. */
    @Test
    void interruptsAtEveryPlaceLeaveProgramsAlone() {
        int fired = 0;
        for (int seed = 1; seed <= 40; seed++) {
            Assembler program = new Assembler().jal(0, 0x80).to(0x20);
            // x28 and x29 are saved below the signature; the count of interrupts is kept there, too.
            int save = SIGNATURE - 16;
            program.store(Store.SW, 28, 27, 0).store(Store.SW, 29, 27, 4).interruptPending(28);
            program.load(Load.LW, 29, 27, 8).op(Op.ADD, 29, 29, 28).store(Store.SW, 29, 27, 8);
            program.constant(28, CpuHarness.ACKNOWLEDGE).store(Store.SW, 0, 28, 0);
            program.load(Load.LW, 28, 27, 0)
                    .load(Load.LW, 29, 27, 4)
                    .interruptReturn()
                    .to(0x80);
            for (int r = 1; r < 31; r++) {
                program.immediate(ADDI, r, 0, 0);
            }
            program.constant(27, save).constant(POINTER, SIGNATURE);
            Assembler plain = new Assembler();
            for (int word : program.words()) {
                plain.word(word);
            }
            program.constant(1, CpuHarness.PERIOD)
                    .immediate(ADDI, 2, 0, 41 + seed)
                    .store(Store.SW, 2, 1, 0);
            program.immediate(ADDI, 1, 0, 4).nop().nop().nop().interruptMask(1);
            plain.constant(1, 0).immediate(ADDI, 2, 0, 41 + seed).nop();
            plain.immediate(ADDI, 1, 0, 4).nop().nop().nop().nop();
            random(seed, program, 400);
            random(seed, plain, 400);
            // The mask goes to 0 and the count into the signature before the registers are dumped.
            for (Assembler each : new Assembler[] {program, plain}) {
                each.immediate(ADDI, 1, 0, 0).nop().nop().nop();
                if (each == program) {
                    each.interruptMask(0).nop().nop().load(Load.LW, 29, 27, 8);
                } else {
                    each.nop().nop().nop().nop();
                }
                each.store(Store.SW, 29, POINTER, 1024).immediate(ADDI, 29, 0, 0);
            }
            IsaModel model = new IsaModel(CpuBench.finished(plain));
            model.run(100_000);
            int[] observed = cpu.run(CpuBench.finished(program));
            for (int i = 0; i < observed.length; i++) {
                if (i != 256) {
                    assertEquals(model.signature(i), observed[i], "seed " + seed + ", signature word " + i);
                }
            }
            assertEquals(0, observed[256] % 4, "only line 0 was pending");
            fired += observed[256] / 4;
        }
        assertTrue(fired > 400, "interrupts: " + fired);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LW 1", "LW 2", "LH 1", "SW 1", "SW 2", "SH 1"})
    void anUnalignedAccessTraps(String access) {
        String name = access.substring(0, 2);
        int offset = Integer.parseInt(access.substring(3));
        Assembler program = new Assembler().jal(0, 0x60).to(0x20);
        program.interruptPending(6).store(Store.SW, 6, POINTER, 4).store(Store.SW, 5, POINTER, 8);
        program.constant(31, CpuHarness.HALT)
                .store(Store.SW, 0, 31, 0)
                .jal(0, 0)
                .to(0x60);
        program.constant(POINTER, SIGNATURE)
                .immediate(ADDI, 1, 0, 2)
                .nop()
                .nop()
                .nop();
        program.interruptMask(1).immediate(ADDI, 5, 0, 7);
        if (name.startsWith("L")) {
            program.load(Load.valueOf(name), 5, POINTER, offset);
        } else {
            program.store(Store.valueOf(name), 5, POINTER, offset);
        }
        program.immediate(ADDI, 5, 0, 9).jal(0, 0).to(SIGNATURE).word(11);
        int[] signature = cpu.run(program.to(SIGNATURE + 16).words());
        assertEquals(11, signature[0], "nothing is written");
        assertEquals(2, signature[1], "the trap's bit");
        assertEquals(7, signature[2], "neither it nor anything after it changes a register");
    }

    private static Assembler random(int seed, Assembler program, int length) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        program.constant(26, CpuHarness.SLOW);
        for (int r = 1; r < 8; r++) {
            program.constant(r, random.nextBoolean() ? random.nextInt() : CORNERS[random.nextInt(CORNERS.length)]);
        }
        for (int i = 0; i < length; i++) {
            int rd = random.nextInt(8);
            int a = random.nextInt(8);
            int b = random.nextInt(8);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> program.op(Op.values()[random.nextInt(10)], rd, a, b);
                case 3 -> program.op(Op.values()[10 + random.nextInt(4)], rd, a, b);
                case 4 -> program.op(Op.values()[10 + random.nextInt(8)], rd, a, b);
                case 5, 6 -> program.immediate(
                        Immediate.values()[random.nextInt(9)], rd, a, random.nextInt(32) - 16 & 0xFFF);
                case 7 -> {
                    Load load = Load.values()[random.nextInt(5)];
                    program.load(load, rd, POINTER, random.nextInt(64 / load.bytes) * load.bytes);
                }
                case 8 -> {
                    Store store = Store.values()[random.nextInt(3)];
                    program.store(store, a, POINTER, random.nextInt(64 / store.bytes) * store.bytes);
                }
                case 9 -> {
                    Load load = Load.values()[random.nextInt(5)];
                    program.load(load, rd, 26, random.nextInt(16 / load.bytes) * load.bytes);
                }
                case 10 -> {
                    Store store = Store.values()[random.nextInt(3)];
                    program.store(store, a, 26, random.nextInt(16 / store.bytes) * store.bytes);
                }
                default -> {
                    int skipped = 1 + random.nextInt(3);
                    if (random.nextInt(4) == 0) {
                        program.jal(rd, 4 + 4 * skipped);
                    } else {
                        program.branch(Branch.values()[random.nextInt(6)], a, b, 4 + 4 * skipped);
                    }
                    for (int s = 0; s < skipped; s++, i++) {
                        program.op(Op.values()[random.nextInt(18)], random.nextInt(8), random.nextInt(8), b);
                    }
                }
            }
        }
        return program;
    }
}
