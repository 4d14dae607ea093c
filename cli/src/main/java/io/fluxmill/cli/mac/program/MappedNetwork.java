// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac.program;

import io.fluxmill.core.program.mac.ProgramValues;
import io.fluxmill.driver.mac.RunResult;
import io.fluxmill.driver.transport.CountingTransport;
import io.fluxmill.driver.transport.CountingTransport.Traffic;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import java.util.List;

/** A quantised network as an engine of the family runs it. */
public interface MappedNetwork {
    /** Samples that run together on a reset engine. */
    int partSamples();

    /** The values that a run brings back, by the step that writes them. */
    ProgramValues outline();

    /** The register that the driver writes just before the engine's first job. */
    String firstRegister();

    /** What the engine does, in the order of its program. */
    List<Layer> layers();

    /** What the driver computes between that. */
    List<DriverStep> driver();

    /** Cycles of each layer for so many samples that run together, computed and not simulated. */
    List<Estimate> estimate(int samples);

    /** Cycles in which the array's slots and the streams' beats would have room for so many samples: no engine of this size needs fewer. */
    double leastCycles(int samples);

    /**
     * Runs samples on a reset engine.
     *
     * @param codes {@code [samples][elements]}
     * @param samples at most {@link #partSamples}
     */
    Outcome run(CountingTransport link, short[] codes, int samples);

    /**
     * A layer on the engine.
     *
     * @param format of its operands
     * @param lanes of a word of operands
     * @param value that it writes
     * @param steps numbers of its entries in the layers of a {@link RunResult}
     * @param matrix the network's layer, or null if nothing is summed
     */
    record Layer(String name, String format, int lanes, int value, List<Integer> steps, Matrix matrix) {}

    /** A step of the driver, what it does in a word or two, and the value that it writes. */
    record DriverStep(String name, String kind, int value) {}

    /**
     * A layer without simulation, over all samples that run together.
     *
     * @param jobs starts of the engine for it
     * @param macs useful multiply-accumulates
     * @param slots multiply-accumulates that the array could have done in these cycles
     */
    record Estimate(String name, String format, int jobs, long macs, long cycles, long slots) {
        public double utilisation() {
            return slots == 0 ? 0 : (double) macs / slots;
        }
    }

    /** What came of a run, and what it took over the link. */
    record Outcome(RunResult result, Traffic traffic) {}
}
