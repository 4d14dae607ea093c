// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.device;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.protocol.SocLayout;
import io.fluxmill.driver.transport.SocLink;
import io.fluxmill.driver.transport.Transport;

/** Reaches the engine of a system on chip of family {@code soc} by the engine's own manifest. */
public final class SocEngineLink {
    private SocEngineLink() {}

    /**
     * The engine's registers and streams over the serial line; closing it closes the link. The processor must run the loader, no program.
     *
     * @param engine manifest of the engine alone: its own, or {@link SocManifest#engine(Manifest, String)}
     * @throws DeviceException if another engine is beside the processor
     */
    public static Transport open(SocLink link, Manifest engine) {
        Transport transport = link.engine(UartLink.streams(engine));
        int hash = link.read(SocLayout.ENGINE + engine.register("CONFIG_HASH").offset());
        UartLink.expect("processor", hash, engine, transport);
        return transport;
    }
}
