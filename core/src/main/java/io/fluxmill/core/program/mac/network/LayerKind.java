// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

/** What a layer of the network processor does; its {@link DescriptorField#KIND} is the ordinal. */
public enum LayerKind {
    /** Sums of products, rescaled, their maxima. */
    MATRIX,
    /** Words of the input stream into a map. */
    INPUT,
    /** Words of a map to the result stream. */
    OUTPUT,
    /** Pixels of the input stream, windows of columns, into a map. */
    PACKED_INPUT,
    /** Sums of two terms, looked up by the codes of two maps, rescaled. */
    TERMS
}
