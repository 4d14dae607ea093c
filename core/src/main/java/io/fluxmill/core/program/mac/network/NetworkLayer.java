// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

/**
 * A layer of a network processor's program.
 *
 * @param name of the network's layer, or of the tensor that comes in or is sent
 * @param operands format of the operands; null where nothing is multiplied
 * @param value that it writes or sends
 * @param macs multiply-accumulates of the network that it computes in a run
 */
public record NetworkLayer(
        String name, LayerKind kind, String operands, int value, long macs, LayerDescriptor descriptor) {}
