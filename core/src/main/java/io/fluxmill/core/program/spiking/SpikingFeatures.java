// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

/**
 * What a spiking engine can have beside the memories and lanes that every one has.
 *
 * @param clockDriven clock-driven connections that the engine can have, a power of two from 2; 0 for none
 * @param walkSources sources a cycle of such connections, a power of two; banks of the weights
 * @param delayQueue rows that can wait in the queue of long delays, a power of two; 0 for none
 * @param randomWeights whether rows can have weights of {@link RandomWeights} instead of stored ones
 * @param cores 1, or 2 to 16 on a mesh, a power of two
 */
public record SpikingFeatures(int clockDriven, int walkSources, int delayQueue, boolean randomWeights, int cores) {
    /** Most cores of an engine. */
    public static final int MOST_CORES = 16;

    /** One core without anything else. */
    public static final SpikingFeatures NONE = new SpikingFeatures(0, 1, 0, false, 1);

    /** The same with clock-driven connections. */
    public SpikingFeatures withClockDriven(int connections, int sourcesOfStep) {
        return new SpikingFeatures(connections, sourcesOfStep, delayQueue, randomWeights, cores);
    }

    /** The same with a queue of long delays. */
    public SpikingFeatures withDelayQueue(int rows) {
        return new SpikingFeatures(clockDriven, walkSources, rows, randomWeights, cores);
    }

    /** The same with weights that are drawn. */
    public SpikingFeatures withRandomWeights() {
        return new SpikingFeatures(clockDriven, walkSources, delayQueue, true, cores);
    }

    /** The same with another number of cores. */
    public SpikingFeatures withCores(int count) {
        return new SpikingFeatures(clockDriven, walkSources, delayQueue, randomWeights, count);
    }
}
