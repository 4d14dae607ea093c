// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.core.cache.KeptResults;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.Arrays;
import java.util.Locale;

/**
 * A network and its data, measured in float once, then quantised for each format.
 *
 * @param samples how many samples run in float and on the reference
 */
record MacWorkload(MacModel model, Yardstick yardstick, int samples) {

    /**
     * Reads model and data.
     *
     * @throws io.fluxmill.core.config.InputException if one is damaged, has something that the engine cannot do, or they do not fit
     */
    static MacWorkload load(MacJobConfig config, Console console) {
        MacModel model = MacModel.load(config, console);
        Network network = model.network();
        Dataset data = model.data();
        int samples = Math.min(config.verify().referenceSamples(), data.count());
        float[][] wanted = config.data().wanted(network, samples);
        if (wanted != null && !Yardstick.canGive(network.ending(), wanted)) {
            console.message("the wanted outputs are no probabilities, so they are compared with the results before the "
                    + network.ending().name().toLowerCase(Locale.ROOT));
        }
        return new MacWorkload(model, Yardstick.of(network, data, samples, wanted, console), samples);
    }

    /** The network in float. */
    Network network() {
        return model.network();
    }

    /**
     * The network in one format.
     *
     * @param format a name from the configuration's list
     * @throws InputException if format and network do not fit
     */
    Quantized quantize(String format) {
        return model.quantize(format);
    }

    /**
     * Runs all samples on the reference, unless its results are kept. Those of the samples that will run on RTL are always computed.
     *
     * @throws EnvironmentException if kept results are others than the computed ones
     */
    ReferenceRun reference(Quantized quantized) {
        Stopwatch time = new Stopwatch();
        Progress progress = model.console().stage(MacStages.reference(quantized.format()));
        ReferenceExecutor reference = new ReferenceExecutor(quantized.network());
        float[][] all = model.data().samples(samples);
        int first = Math.min(model.config().verify().samples(), samples);
        short[] inputs = reference.encode(Arrays.copyOf(all, first));
        short[] results = KeptResults.ofUser()
                .get(
                        "reference",
                        short[].class,
                        () -> reference.run(reference.encode(all), samples, progress),
                        quantized.network(),
                        all);
        short[] computed = reference.run(inputs, first);
        if (!Arrays.equals(computed, Arrays.copyOf(results, computed.length))) {
            throw new EnvironmentException(
                    "the results that were kept for " + quantized.format() + " must be those of the reference",
                    "delete the folder results of the cache, or set FLUXMILL_KEEP_RESULTS=no");
        }
        return new ReferenceRun(inputs, results, quality(quantized, results, samples), time.seconds());
    }

    /**
     * The share of right classes with labels, the relative error without.
     *
     * @param results codes {@code [at least count][elements]} of the first samples, whoever computed them
     */
    double quality(Quantized quantized, short[] results, int count) {
        int elements = network().last().outputShape().elements();
        if (yardstick.hasLabels() && elements > 1) {
            return yardstick.accuracy(new ReferenceExecutor(quantized.network()).classes(results, count));
        }
        double[][] real = new double[count][];
        for (int s = 0; s < count; s++) {
            real[s] = quantized.network().decode(Arrays.copyOfRange(results, s * elements, (s + 1) * elements));
        }
        return yardstick.hasLabels() ? yardstick.accuracy(yardstick.twoClasses(real)) : yardstick.error(real);
    }
}
