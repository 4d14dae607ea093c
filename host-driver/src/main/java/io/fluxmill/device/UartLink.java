// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.device;

import io.fluxmill.manifest.Manifest;
import io.fluxmill.transport.SerialLine;
import io.fluxmill.transport.SerialTransport;
import java.util.List;

/** Opens the UART link of an engine by the engine's own manifest. */
public final class UartLink {
    private UartLink() {}

    /**
     * Takes the link and checks that the engine behind it is the manifest's; the engine is not reset.
     *
     * @param engine manifest of the engine alone, not of the design with the link
     * @throws DeviceException if another engine is behind the link
     */
    public static SerialTransport open(SerialLine line, Manifest engine) {
        List<SerialTransport.Stream> streams = engine.streams().stream()
                .map(s -> new SerialTransport.Stream(s.name(), s.direction().equals("in"), s.beatBytes()))
                .toList();
        SerialTransport link = SerialTransport.open(line, streams);
        int hash = Integer.parseUnsignedInt(engine.hash(), 16);
        if (link.identity().engineHash() != hash) {
            String found = String.format("%08x", link.identity().engineHash());
            link.close();
            throw new DeviceException("behind the link must be " + engine.design() + " " + engine.hash()
                    + " and is an engine with configuration hash " + found + ": load the design that belongs to it");
        }
        return link;
    }
}
