// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.program.Script.Await;
import io.fluxmill.core.program.Script.Expect;
import io.fluxmill.core.program.Script.Read;
import io.fluxmill.core.program.Script.Step;
import io.fluxmill.driver.transport.ScriptTransport;
import io.fluxmill.quantizer.pulse.reference.FrontEndReference;
import io.fluxmill.quantizer.pulse.reference.PacketReference;
import io.fluxmill.quantizer.pulse.reference.PulseEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** What an accelerator must answer while one channel has pulses: packets of the references of front end, network and classical chain. */
final class PulseScript implements ScriptTransport.Reference {
    private FrontEndReference frontEnd;
    private PacketReference packets;
    private int[] samples;
    private int known;

    /** The references of what is loaded next. */
    void load(FrontEndReference front, PacketReference packet) {
        frontEnd = front;
        packets = packet;
        known = 0;
    }

    /** The samples of the channel that are streamed next. */
    void stream(int[] next) {
        samples = next;
    }

    @Override
    public Read read(Register register, Step last) {
        if (!register.name().equals("STATUS")) {
            return new Read(0, 0, 0, false);
        }
        int enabled = register.field("enabled").mask();
        int idle = register.field("idle").mask();
        int error = register.field("error").mask();
        boolean polls = last instanceof Await;
        return new Read(0, enabled | idle, error | enabled | (polls ? idle : 0), polls);
    }

    @Override
    public Expect results(String stream, int bytes) {
        frontEnd.run(samples);
        List<PulseEvent> events = frontEnd.events();
        ByteBuffer beats = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (; known < events.size(); known++) {
            for (int word : packets.packet(events.get(known))) {
                beats.putInt(word);
            }
        }
        byte[] words = Arrays.copyOf(beats.array(), beats.position());
        byte[] mask = new byte[words.length];
        Arrays.fill(mask, (byte) -1);
        return new Expect(stream, words, mask);
    }
}
