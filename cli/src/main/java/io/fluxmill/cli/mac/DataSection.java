// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.mac.graph.Network;

/**
 * The section {@code data} of a configuration.
 *
 * @param inputs samples and, where given, their labels
 * @param outputs the wanted outputs {@code [samples][elements]} of a network without classes, or null
 * @param calibration the samples that scales are found from, stored like the inputs; null to use the inputs
 */
record DataSection(DatasetConfig inputs, DataFile outputs, DataFile calibration) {
    static DataSection from(ConfigNode node, NamedFiles files) {
        DataFile outputs = files.optionalData(node, "outputs");
        DataFile calibration = files.optionalData(node, "calibration");
        files.checkData(node, "inputs");
        files.checkData(node, "labels");
        DatasetConfig inputs = DatasetConfig.of(node);
        return new DataSection(inputs, outputs, calibration == null ? null : like(inputs.inputs(), calibration));
    }

    /** Calibration is of the same type and array as the inputs, unless its own name says otherwise. */
    private static DataFile like(DataFile inputs, DataFile calibration) {
        DataFile file = calibration.withGrey(inputs.grey());
        if (file.kindByName() == null) {
            file = file.withType(inputs.type());
        }
        boolean sameKind = file.kind() != null && file.kind().equals(inputs.kind());
        return file.array() == null && sameKind ? file.withArray(inputs.array()) : file;
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
            int outputs = network.last().outputShape().elements();
            int classes = Math.max(2, outputs);
            if (data.label(i) < 0 || data.label(i) >= classes) {
                throw new InputException(
                        (inputs.labels() == null ? inputs.inputs() : inputs.labels()) + ": labels must be from 0 to "
                                + (classes - 1) + " for the " + classes + " outputs of " + network.name()
                                + ": label of sample " + i + "=" + data.label(i),
                        "check that the labels belong to the model");
            }
        }
        return data;
    }

    /**
     * The samples that scales are found from, checked against the network: those of the inputs, or all of a file of their own. Such a file
     * need not have the labels that the inputs have in their last column.
     */
    Dataset calibration(Network network) {
        DatasetConfig samples = calibration == null
                ? inputs
                : inputs.withInputs(calibration).withLimit(0).withSkip(0);
        int elements = network.inputShape().elements();
        Dataset data = Dataset.readUnlabelled(samples, elements);
        data.requireFits(elements, network.inputShape() + " of " + network.name());
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
