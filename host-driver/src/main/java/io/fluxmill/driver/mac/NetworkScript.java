// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.Script.Expect;
import io.fluxmill.core.program.Script.Read;
import io.fluxmill.core.program.Script.Step;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.transport.ScriptTransport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** What {@link NetworkRunner} does with a program, and what the reference says must come of it, as a script. */
public final class NetworkScript implements ScriptTransport.Reference {
    private final Manifest manifest;
    private final NetworkProgram program;
    private final List<short[]> expected;

    private NetworkScript(Manifest manifest, NetworkProgram program, List<short[]> expected) {
        this.manifest = manifest;
        this.program = program;
        this.expected = expected;
    }

    /**
     * The script of a program that runs once from reset.
     *
     * @param input codes of the images
     * @param expected by number of the value, what the reference makes of them
     */
    public static Script of(Manifest manifest, NetworkProgram program, short[] input, List<short[]> expected) {
        ScriptTransport transport = new ScriptTransport(manifest, new NetworkScript(manifest, program, expected));
        new NetworkRunner(new Device(manifest, transport), program).run(input);
        return transport.script();
    }

    /** STATUS: no error ever, and what the driver waits for; counters depend on pauses. */
    @Override
    public Read read(Register register, Step last) {
        if (!register.name().equals("STATUS")) {
            return new Read(0, 0, 0, false);
        }
        int error = register.field("error").mask();
        boolean waits = last instanceof Script.Await;
        int until = waits
                ? register.field("loading").mask() | register.field("busy").mask()
                : 0;
        return new Read(0, 0, error | until, waits);
    }

    @Override
    public Expect results(String stream, int bytes) {
        ByteBuffer beats = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer mask = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int first = 0;
        for (int value : program.sent()) {
            SentMap map =
                    SentMap.of(program, value, (int) manifest.parameter("rows"), (int) manifest.parameter("columns"));
            map.put(expected.get(value), beats, mask, first);
            first += map.beats();
        }
        return new Expect(stream, beats.array(), mask.array());
    }
}
