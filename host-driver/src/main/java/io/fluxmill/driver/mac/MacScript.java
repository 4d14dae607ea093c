// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.Script.Expect;
import io.fluxmill.core.program.Script.Interrupt;
import io.fluxmill.core.program.Script.Read;
import io.fluxmill.core.program.Script.Step;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.transport.ScriptTransport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What {@link MacRunner} does with a program, and what the reference says must come of it, as a script. */
public final class MacScript implements ScriptTransport.Reference {
    private final Manifest manifest;
    private final MacProgram.MatrixStep step;
    private final short[] output;
    private final int samples;
    private int next;

    private MacScript(Manifest manifest, MacProgram.MatrixStep step, short[] output, int samples) {
        this.manifest = manifest;
        this.step = step;
        this.output = output;
        this.samples = samples;
    }

    /**
     * The script of a program of one matrix step that runs from reset.
     *
     * @param input codes {@code [samples][elements]}
     * @param output what the reference makes of them, {@code [samples][elements]}
     */
    public static Script of(Manifest manifest, MacProgram program, short[] input, short[] output, int samples) {
        if (program.steps().size() != 1 || !(program.steps().get(0) instanceof MacProgram.MatrixStep matrix)) {
            throw new IllegalArgumentException("program must have one matrix step: steps="
                    + program.steps().size());
        }
        ScriptTransport transport = new ScriptTransport(manifest, new MacScript(manifest, matrix, output, samples));
        new MacRunner(new Device(manifest, transport), program).run(input, samples, RunOptions.RESULT);
        return transport.script();
    }

    /** STATUS: no error ever, and what the driver waits for; counters depend on pauses, but for the MACs. */
    @Override
    public Read read(Register register, Step last) {
        if (!register.name().equals("STATUS")) {
            return new Read(0, 0, 0, false);
        }
        int error = register.field("error").mask();
        if (last instanceof Script.Await) {
            return new Read(0, 0, error | register.field("loading").mask(), true);
        }
        int done = last instanceof Interrupt ? register.field("done").mask() : 0;
        return new Read(0, done, error | done, false);
    }

    /** Results of the next group of columns, all rows: columns beyond the group are not compared. */
    @Override
    public Expect results(String stream, int bytes) {
        int arrayRows = (int) manifest.parameter("rows");
        int arrayColumns = (int) manifest.parameter("columns");
        MacProgram.ColumnGroup group = step.groups().get(next++);
        int positions = step.window().positions();
        int all = samples * positions;
        int columnTiles = (group.count() + arrayColumns - 1) / arrayColumns;
        ByteBuffer beats = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer mask = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int elements = output.length / samples;
        for (int first = 0; first < all; first += arrayRows) {
            for (int tile = 0; tile < columnTiles; tile++) {
                for (int row = first; row < Math.min(all, first + arrayRows); row++) {
                    for (int c = 0; c < arrayColumns; c++) {
                        int column = tile * arrayColumns + c;
                        boolean compared = column < group.count();
                        int at = row / positions * elements
                                + (group.outputChannel() + column) * positions
                                + row % positions;
                        beats.putShort(compared ? output[at] : 0);
                        mask.putShort((short) (compared ? -1 : 0));
                    }
                }
            }
        }
        return new Expect(stream, beats.array(), mask.array());
    }
}
