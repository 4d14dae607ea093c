// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac.program;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.MacDesign;
import io.fluxmill.hw.mac.network.NetworkConfig;
import io.fluxmill.hw.mac.network.NetworkDesign;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;

/** How networks get onto an engine of the family: a co-processor that runs one layer after the other, or a processor that runs all from one start. */
public sealed interface MacExecution {
    /** Of an engine of the family. */
    static MacExecution of(HostedEngine engine) {
        return engine instanceof NetworkConfig network ? new Processor(network) : new Coprocessor((MacConfig) engine);
    }

    /** What is generated. */
    HostedEngine engine();

    /** The array, its formats and buffers. */
    MacConfig array();

    /** The manifest without generating the design: registers and parameters. */
    Manifest outline();

    /**
     * Maps a network.
     *
     * @param samples that are to be run
     * @param keeps whether the engine's memories keep their words from one part of the samples to the next
     * @throws io.fluxmill.core.config.InputException if it does not fit the engine
     */
    MappedNetwork map(QuantizedNetwork network, Manifest manifest, int samples, boolean keeps);

    /** The matrix co-processor of docs/mac-engine.md. */
    record Coprocessor(MacConfig engine) implements MacExecution {
        @Override
        public MacConfig array() {
            return engine;
        }

        @Override
        public Manifest outline() {
            return MacDesign.outline(engine);
        }

        @Override
        public MappedNetwork map(QuantizedNetwork network, Manifest manifest, int samples, boolean keeps) {
            return CoprocessorNetwork.map(network, manifest, EngineCycles.of(engine));
        }
    }

    /** The network processor of docs/network-processor.md. */
    record Processor(NetworkConfig engine) implements MacExecution {
        @Override
        public MacConfig array() {
            return engine.engine();
        }

        @Override
        public Manifest outline() {
            return NetworkDesign.outline(engine);
        }

        @Override
        public MappedNetwork map(QuantizedNetwork network, Manifest manifest, int samples, boolean keeps) {
            return ProcessorNetwork.map(network, manifest, samples, keeps);
        }
    }
}
