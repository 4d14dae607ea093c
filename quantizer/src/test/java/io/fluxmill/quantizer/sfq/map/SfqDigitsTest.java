// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.read.SfqNetworkFile;
import io.fluxmill.quantizer.sfq.reference.SfqRateModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The committed network of digits: docs/sfq-networks.md, section Digits. */
class SfqDigitsTest {
    private static final Path DATA = Path.of("/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz");

    private static final SfqNetwork NETWORK = SfqNetworkFile.read(Path.of("../examples/sfq/digits.json"));
    private static final SfqCircuit CIRCUIT = SfqMapping.map(NETWORK, CellLibrary.of("rsfqlib-v3"), 1);

    private static Dataset test() {
        Assumptions.assumeTrue(Files.exists(DATA), "digits are not installed: apt-get install python3-sklearn");
        String yaml = "inputs: " + DATA + "\nlast-column: label\nskip: 1347\nscale: 1/16\n";
        return Dataset.read(DatasetConfig.of(ConfigNode.parse(Path.of("digits.yaml"), yaml)));
    }

    @Test
    void junctions() {
        assertEquals(5_775, CIRCUIT.totalJunctions());
        assertEquals(399, NETWORK.synapses());
        assertEquals(List.of(), NetlistRules.check(CIRCUIT.netlist()));
    }

    @Test
    void meanField() {
        Dataset test = test();
        SfqRateModel model = new SfqRateModel(NETWORK);
        long right = IntStream.range(0, test.count())
                .filter(i -> model.decide(model.rates(SfqEvaluation.values(test, i))) == test.label(i))
                .count();
        assertEquals(450, test.count());
        assertEquals(420, right);
    }

    @Test
    void pulses() {
        SfqEvaluation evaluation = SfqEvaluation.of(CIRCUIT, test(), 60, List.of(128), 5, 1);
        assertTrue(evaluation.accuracies().get(0).share() > 0.75, evaluation.toString());
        assertEquals(0, evaluation.otherViolations());
        assertTrue(evaluation.collisions() > 500, evaluation.toString());
    }
}
