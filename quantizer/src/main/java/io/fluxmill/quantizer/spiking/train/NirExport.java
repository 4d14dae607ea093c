// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.train.SpikingTopology.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A trained network as a NIR graph, whose contract gives the recurrence that was trained. Weights of the first layer are of the codes. */
final class NirExport {
    private final Map<String, NirNode> nodes = new LinkedHashMap<>();
    private final List<NirEdge> edges = new ArrayList<>();
    private String end = "input";

    private NirExport() {}

    /** @param inputUnit factor of the codes in training */
    static NirGraph graph(TrainableSpikingNetwork network, TickRules rules, double inputUnit) {
        return new NirExport().build(network, rules, inputUnit);
    }

    private NirGraph build(TrainableSpikingNetwork network, TickRules rules, double inputUnit) {
        SpikingTopology topology = network.topology();
        nodes.put(end, NirNode.of(end, NirType.Input, Map.of("shape", vector(topology.input()))));
        for (int i = 0; i < topology.stages().size(); i++) {
            Stage stage = topology.stages().get(i);
            float[] weights = network.weights(i);
            double[] exact = new double[weights.length];
            double unit = i == 0 ? inputUnit : 1;
            Arrays.setAll(exact, k -> weights[k] * unit);
            stage(stage, exact, CellPopulation.of(stage.name(), stage.cell(), stage.out(), rules));
        }
        add("output", NirType.Output, Map.of("shape", vector(topology.last().out())));
        return new NirGraph("", nodes, edges);
    }

    private void stage(Stage stage, double[] weights, Population population) {
        String name = stage.name();
        if (stage.pool() > 1) {
            NirArray window = NirArray.vector(stage.pool(), stage.pool());
            add(
                    name + "_pool",
                    NirType.SumPool2d,
                    ordered("kernel_size", window, "stride", window, "padding", NirArray.vector(0, 0)));
        }
        NirArray weight = NirArray.of(stage.weightShape(), weights);
        if (stage.conv() == null) {
            if (stage.pooled().length > 1) {
                add(
                        name + "_flatten",
                        NirType.Flatten,
                        ordered(
                                "start_dim", NirArray.scalar(0),
                                "end_dim", NirArray.scalar(-1),
                                "input_type", vector(stage.pooled())));
            }
            add(name, NirType.Linear, Map.of("weight", weight));
        } else {
            add(name, NirType.Conv2d, convolution(stage, weight));
        }
        add(name + "_neurons", NirType.valueOf(population.kind().nirName()), neurons(population));
    }

    private static Map<String, NirArray> convolution(Stage stage, NirArray weight) {
        int stride = stage.conv().stride();
        int pad = stage.conv().pad();
        return ordered(
                "input_shape", NirArray.vector(stage.pooled()[1], stage.pooled()[2]),
                "weight", weight,
                "stride", NirArray.vector(stride, stride),
                "padding", NirArray.vector(pad, pad),
                "dilation", NirArray.vector(1, 1),
                "groups", NirArray.scalar(1),
                "bias", NirArray.vector(new double[stage.conv().channels()]));
    }

    private static Map<String, NirArray> neurons(Population population) {
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        int[] shape = population.shape();
        if (population.tau() != null) {
            parameters.put("tau", NirArray.of(shape, population.tau()));
        }
        parameters.put("r", NirArray.of(shape, population.resistance()));
        if (population.leak() != null) {
            parameters.put("v_leak", NirArray.of(shape, population.leak()));
        }
        if (population.threshold() != null) {
            parameters.put("v_threshold", NirArray.of(shape, population.threshold()));
        }
        return parameters;
    }

    private void add(String name, NirType type, Map<String, NirArray> parameters) {
        nodes.put(name, NirNode.of(name, type, parameters));
        edges.add(new NirEdge(end, name));
        end = name;
    }

    private static Map<String, NirArray> ordered(Object... keysAndArrays) {
        Map<String, NirArray> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndArrays.length; i += 2) {
            map.put((String) keysAndArrays[i], (NirArray) keysAndArrays[i + 1]);
        }
        return map;
    }

    private static NirArray vector(int... values) {
        return NirArray.vector(Arrays.stream(values).asDoubleStream().toArray());
    }
}
