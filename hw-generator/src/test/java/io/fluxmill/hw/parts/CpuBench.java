// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** The processor's harness in Verilator, and programs on it beside the model. */
final class CpuBench implements AutoCloseable {
    private static final int HALT_REGISTER = 31;

    private final VerilatedTransport transport;
    /** Instructions compared with the model. */
    long executed;

    CpuBench(Path directory) {
        Design design = CpuHarness.design();
        Generator.write(design, directory);
        transport = VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST));
    }

    /** Ends a program: the registers go to the end of the signature, except x31, which is lost. */
    static int[] finished(Assembler program) {
        program.constant(HALT_REGISTER, CpuHarness.SIGNATURE + 4 * CpuHarness.SIGNATURE_WORDS - 128);
        for (int r = 0; r < HALT_REGISTER; r++) {
            program.store(Assembler.Store.SW, r, HALT_REGISTER, 4 * r);
        }
        program.constant(HALT_REGISTER, CpuHarness.HALT);
        program.store(Assembler.Store.SW, 0, HALT_REGISTER, 0).jal(0, 0);
        return program.words();
    }

    /** The signature that a program leaves; words that it does not have are zero at its start. */
    int[] run(int[] program) {
        ByteBuffer image = buffer(CpuHarness.SIGNATURE / 4 + CpuHarness.SIGNATURE_WORDS);
        for (int word : program) {
            image.putInt(word);
        }
        image.position(image.limit());
        ByteBuffer signature = buffer(CpuHarness.SIGNATURE_WORDS);
        transport.reset();
        transport.exchange(
                List.of(
                        new StreamTransfer("s_axis_program", image.flip()),
                        new StreamTransfer("m_axis_signature", signature)),
                1_000_000);
        int[] words = new int[CpuHarness.SIGNATURE_WORDS];
        for (int i = 0; i < words.length; i++) {
            words[i] = signature.getInt(4 * i);
        }
        return words;
    }

    /**
     * Runs a program here and in the model; every word of the signature must be equal.
     *
     * @return the signature
     */
    int[] check(String what, int[] program) {
        IsaModel model = new IsaModel(program);
        model.run(1_000_000);
        int[] observed = run(program);
        for (int i = 0; i < observed.length; i++) {
            if (observed[i] != model.signature(i)) {
                throw new AssertionError(String.format(
                        "%s: signature word %d: observed 0x%08x, expected 0x%08x",
                        what, i, observed[i], model.signature(i)));
            }
        }
        executed += model.executed;
        return observed;
    }

    private static ByteBuffer buffer(int words) {
        return ByteBuffer.allocateDirect(4 * words).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        transport.close();
    }
}
