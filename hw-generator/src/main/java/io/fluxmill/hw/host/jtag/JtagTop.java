// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.jtag;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.host.link.LinkTop;

/** An engine behind a user data register of a JTAG test access port. */
@Contract(
        """
        An engine behind a user data register of a JTAG port: requests and answers are frames of bytes, as on a serial
        line.
        in:  jtag_tck, jtag_tdi, jtag_shift (the register is selected and the port shifts), asynchronous to clk, which
             must be at least eight times as fast as jtag_tck. out: jtag_tdo.
        out: led: bit 0 session open, 1 engine runs, 2 interrupt of the engine, 3 a frame was dropped since reset.
        The engine's registers are described in the .md file of the design. The engine's clock runs only for an access
        or a run. reset is synchronous, resets the engine, too, closes the session and empties the queues.
        """)
final class JtagTop extends LinkTop {
    final Bit jtagTck = inBit();
    final Bit jtagTdi = inBit();
    final Bit jtagShift = inBit();
    final Bit jtagTdo = outBit();
    final Word led = out(4);

    final JtagBridge bridge = child(JtagBridge::new);

    JtagTop(JtagConfig config, Manifest manifest, RegisterMap map) {
        super(config, manifest, map);
        led.set(lights());
        bridge.tck.set(jtagTck);
        bridge.tdi.set(jtagTdi);
        bridge.shift.set(jtagShift);
        jtagTdo.set(bridge.tdo);
        receiver.data.set(bridge.received);
        receiver.valid.set(bridge.valid);
        receiver.faulty.set(Bit.of(false));
        bridge.room.set(receiver.room);
        bridge.sent.set(sender.data);
        bridge.offered.set(sender.valid);
        sender.ready.set(bridge.taken);
    }
}
