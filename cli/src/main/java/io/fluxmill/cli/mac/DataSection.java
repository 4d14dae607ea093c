// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.mac.graph.Network;
import java.nio.file.Path;

/**
 * The section {@code data} of a configuration.
 *
 * @param inputs samples and, where given, their labels
 * @param outputs file with the wanted outputs {@code [samples][elements]} of a network without classes, or null
 * @param calibration file with the samples that scales are found from, like the inputs; null to use the inputs
 */
record DataSection(DatasetConfig inputs, Path outputs, Path calibration) {
    static DataSection from(ConfigNode node, NamedFiles files) {
        files.check(node, "inputs");
        files.check(node, "labels");
        Path outputs = files.optional(node, "outputs");
        Path calibration = files.optional(node, "calibration");
        return new DataSection(DatasetConfig.of(node), outputs, calibration);
    }

    /**
     * The samples, checked against the network.
     *
     * @throws InputException if a file is damaged or does not fit the network
     */
    Dataset read(Network network) {
        Dataset data = Dataset.read(inputs);
        data.requireFits(network.inputShape().elements(), network.inputShape() + " of " + network.name());
        for (int i = 0; data.hasLabels() && i < data.count(); i++) {
            int classes = network.last().outputShape().elements();
            if (data.label(i) < 0 || data.label(i) >= classes) {
                throw new InputException(
                        inputs.labels() + ": labels must be from 0 to " + (classes - 1) + " for the " + classes
                                + " outputs of " + network.name() + ": label of sample " + i + "=" + data.label(i),
                        "check that the labels belong to the model");
            }
        }
        return data;
    }

    /**
     * The samples that scales are found from, checked against the network: those of the inputs, or all of a file of their own.
     */
    Dataset calibration(Network network) {
        boolean own = calibration != null;
        Path file = own ? calibration : inputs.inputs();
        DatasetConfig unlabelled = new DatasetConfig(
                file,
                inputs.inputsArray(),
                null,
                null,
                inputs.type(),
                inputs.shape(),
                inputs.transpose(),
                inputs.scale(),
                inputs.offset(),
                own ? 0 : inputs.limit(),
                own ? 0 : inputs.skip(),
                inputs.labelInLastColumn());
        Dataset data = Dataset.read(unlabelled);
        data.requireFits(network.inputShape().elements(), network.inputShape() + " of " + network.name());
        return data;
    }

    /** The wanted outputs, {@code [samples][elements]}, or null if none are given. */
    float[][] wanted(Network network, int samples) {
        if (outputs == null) {
            return null;
        }
        Dataset wanted = Dataset.read(DatasetConfig.of(outputs).withSkip(inputs.skip()));
        int elements = network.last().outputShape().elements();
        if (wanted.count() < samples || wanted.sample(0).length != elements) {
            throw new InputException(
                    outputs + ": must have " + elements + " values for each of " + samples + " samples: samples="
                            + wanted.count() + ", values=" + wanted.sample(0).length,
                    "check that inputs and outputs belong together");
        }
        return wanted.samples(samples);
    }
}
