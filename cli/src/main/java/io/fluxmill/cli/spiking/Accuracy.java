// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.spiking.encode.ReadOut;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many samples get their label.
 *
 * @param integers samples that do in integers
 * @param floats samples that do in floating point
 * @param operations synaptic operations in integers
 */
record Accuracy(long samples, long integers, long floats, long operations) {
    private static final double PERCENT = 100;

    /** Samples that a thread takes at a time, with references of its own. */
    private static final int PORTION = 50;

    /**
     * Runs all samples on both references, on all processors.
     *
     * @param progress one more for each sample
     */
    static Accuracy of(SpikingJob job, IntegerNetwork network, Progress progress) {
        int count = job.data().samples().count();
        Runnable done = progress.counting(count);
        return IntStream.range(0, (count + PORTION - 1) / PORTION)
                .parallel()
                .mapToObj(
                        portion -> of(job, network, portion * PORTION, Math.min(count, (portion + 1) * PORTION), done))
                .reduce(new Accuracy(0, 0, 0, 0), Accuracy::plus);
    }

    private static Accuracy of(SpikingJob job, IntegerNetwork network, int from, int to, Runnable done) {
        ReadOut readOut = job.data().readOut();
        IntegerReference integers = new IntegerReference(network);
        FloatReference floats = new FloatReference(job.network(), job.rules());
        Accuracy sum = new Accuracy(0, 0, 0, 0);
        for (int i = from; i < to; i++) {
            int label = job.data().samples().label(i);
            int[][][] inputs = job.inputs(i);
            IntegerReference.Run run = integers.run(inputs);
            int integer = readOut.classOf(words(readOut, network, run));
            int real = readOut.classOf(job.network(), job.rules(), floats.run(Agreement.reals(inputs)));
            sum = sum.plus(new Accuracy(1, integer == label ? 1 : 0, real == label ? 1 : 0, run.operations()));
            done.run();
        }
        return sum;
    }

    /** What is read of a run of the reference. */
    static int[] words(ReadOut readOut, IntegerNetwork network, IntegerReference.Run run) {
        return readOut.words(network, p -> run.spikes()[p], p -> run.membranes()[p][run.membranes()[p].length - 1]);
    }

    private Accuracy plus(Accuracy other) {
        return new Accuracy(
                samples + other.samples,
                integers + other.integers,
                floats + other.floats,
                operations + other.operations);
    }

    void put(ObjectNode json) {
        json.put("samples", samples)
                .put("integer-accuracy", integers / (double) samples)
                .put("float-accuracy", floats / (double) samples)
                .put("operations-per-sample", operations / (double) samples);
    }

    List<String> lines() {
        return List.of(String.format(
                Locale.ROOT,
                "accuracy of %,d samples: %.2f %% in integers, %.2f %% in floating point; %,.0f synaptic operations a sample",
                samples,
                PERCENT * integers / samples,
                PERCENT * floats / samples,
                operations / (double) samples));
    }
}
