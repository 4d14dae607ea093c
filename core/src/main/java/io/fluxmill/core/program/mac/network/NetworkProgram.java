// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.ProgramValues;
import io.fluxmill.core.program.mac.ProgramValues.Written;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * A whole network for the network processor. Immutable; arrays are not to be changed.
 *
 * @param configHash the manifest hash that it was mapped for
 * @param layers in the order in which they run; the first takes the input in
 * @param weights image of the weight buffer, {@code [words][arrayColumns]}
 * @param parameters image of the parameter buffer, {@code [tiles][6 or 8][arrayColumns]}
 * @param terms image of the term memory, {@code [pairs][left, right][256]}, empty if no layer has terms
 * @param inputOrder for each element of the map that the input stream fills the element of the sample
 * @param values shape and format of each value; value 0 is the input
 * @param packed whether the input stream has the codes of pixels, channels innermost, one after the other; else whole words of each position
 * @param images of a run
 */
public record NetworkProgram(
        String network,
        String design,
        String configHash,
        List<NetworkLayer> layers,
        short[] weights,
        short[] parameters,
        int[] terms,
        int[] inputOrder,
        List<Value> values,
        boolean packed,
        int images) {
    /** Words at the end of the program memory in which the host keeps the {@link #signature} of what it has loaded. */
    public static final int SIGNATURE_WORDS = 2;

    public NetworkProgram {
        layers = List.copyOf(layers);
        values = List.copyOf(values);
    }

    /** The words of the program memory, layer after layer. */
    public int[] words() {
        return LayerDescriptor.program(descriptors());
    }

    /** Those of the layers. */
    public List<LayerDescriptor> descriptors() {
        return layers.stream().map(NetworkLayer::descriptor).toList();
    }

    /** Tells what is loaded for this program from what is for others; never 0. */
    public long signature() {
        ByteBuffer loaded = ByteBuffer.allocate(
                Short.BYTES * (weights.length + parameters.length) + Integer.BYTES * (words().length + terms.length));
        for (short[] part : List.of(weights, parameters)) {
            loaded.asShortBuffer().put(part);
            loaded.position(loaded.position() + Short.BYTES * part.length);
        }
        for (int[] part : List.of(words(), terms)) {
            loaded.asIntBuffer().put(part);
            loaded.position(loaded.position() + Integer.BYTES * part.length);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(configHash.getBytes(StandardCharsets.UTF_8));
            long signature = ByteBuffer.wrap(digest.digest(loaded.array())).getLong();
            return signature == 0 ? 1 : signature;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The value that the input stream fills. */
    public Value input() {
        return values.get(layers.get(0).value());
    }

    /** Values that it sends, in this order; the last is the result. */
    public List<Integer> sent() {
        return layers.stream()
                .filter(layer -> layer.kind() == LayerKind.OUTPUT)
                .map(NetworkLayer::value)
                .toList();
    }

    /** Its values; written are those that it sends. */
    public ProgramValues outline() {
        List<Integer> sent = sent();
        List<Written> written = layers.stream()
                .filter(layer -> (layer.kind() == LayerKind.MATRIX || layer.kind() == LayerKind.TERMS)
                        && sent.contains(layer.value()))
                .map(layer -> new Written(layer.name(), layer.value()))
                .toList();
        return new ProgramValues(values, written, sent.get(sent.size() - 1));
    }
}
