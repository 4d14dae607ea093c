// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.map;

import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;

/**
 * How a layer runs on P processing elements of A units of M multipliers.
 *
 * @param lanes Q: positions that are computed at the same time; PE {@code q * P / Q + g} has position lane q and channel group g
 * @param steps steps of a tile: {@code ceil(depth / M)}
 * @param tiles channel tiles of {@code A * P / Q} channels; 1 if Q is above 1
 * @param positionTiles {@code ceil(positions / Q)}
 * @param rows rows of A channels
 */
record PulseLayerPlan(Layer layer, int lanes, int steps, int tiles, int positionTiles, int rows) {
    /** Weight words of the layer. */
    int weightWords() {
        return tiles * steps;
    }

    /** Steps of the engine for an event. */
    long totalSteps() {
        return (long) weightWords() * positionTiles;
    }

    /** Elements between the beginnings of two windows. */
    int stride() {
        return positionTiles * lanes == 1 ? 0 : layer.stride() * layer.inputChannels();
    }

    /** Elements of padding before the first one. */
    int padding() {
        return layer.padLeft() * layer.inputChannels();
    }

    /** Elements before and after the source's first one that windows reach, including position lanes beyond the last position. */
    long reach(int multipliers) {
        long end = (long) positionTiles * lanes * stride() + (long) (steps + 1) * multipliers;
        return Math.max(padding(), end);
    }

    /** The plan with the fewest steps, and among those with the fewest lanes, whose windows the hardware can count. */
    static PulseLayerPlan of(Layer layer, int processingElements, int units, int multipliers, long largestReach) {
        PulseLayerPlan best = null;
        for (int lanes = 1; lanes <= processingElements; lanes *= 2) {
            int tileChannels = units * (processingElements / lanes);
            int tiles = ceil(layer.outputChannels(), tileChannels);
            if (lanes > 1 && tiles > 1) {
                break;
            }
            PulseLayerPlan plan = new PulseLayerPlan(
                    layer,
                    lanes,
                    ceil(layer.depth(), multipliers),
                    tiles,
                    ceil(layer.outputLength(), lanes),
                    ceil(layer.outputChannels(), units));
            boolean better = best == null || plan.totalSteps() < best.totalSteps();
            if (better && (lanes == 1 || plan.reach(multipliers) <= largestReach)) {
                best = plan;
            }
        }
        return best;
    }

    private static int ceil(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}
