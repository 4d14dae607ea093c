// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.emit.EngineConfig;

/**
 * An engine that can be a part of a larger design: an AXI4-Lite slave {@code s_axi}, AXI4-Streams and an interrupt {@code irq}, with
 * the place of its hash ({@link io.fluxmill.hw.emit.ConfigHash#PLACE}) where its hash belongs.
 */
public interface HostedEngine extends EngineConfig {
    /** The engine's module; to be called where SpinalHDL elaborates. */
    AxiLiteTop module();
}
