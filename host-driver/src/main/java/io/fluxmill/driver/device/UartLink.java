// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.device;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.EngineStream;
import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.Transport;
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
        SerialTransport link = SerialTransport.open(line, streams(engine));
        expect("link", link.identity().engineHash(), engine, link);
        return link;
    }

    /** The streams of an engine in the form that transports need. */
    static List<EngineStream> streams(Manifest engine) {
        return engine.streams().stream()
                .map(s -> new EngineStream(s.name(), s.into(), s.beatBytes()))
                .toList();
    }

    /** Closes a transport that leads to another engine than the manifest's, and throws. */
    static void expect(String way, int engineHash, Manifest engine, Transport transport) {
        if (engineHash != Integer.parseUnsignedInt(engine.hash(), 16)) {
            transport.close();
            throw new DeviceException(String.format(
                    "behind the %s must be %s %s and is an engine with configuration hash %08x: load the design that belongs to it",
                    way, engine.design(), engine.hash(), engineHash));
        }
    }
}
