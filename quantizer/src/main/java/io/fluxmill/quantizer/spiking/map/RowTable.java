// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.program.spiking.SpikingShape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows and weights of all sources; what is equal is stored once. */
final class RowTable {
    private final SpikingShape shape;
    private final List<BigInteger> weights = new ArrayList<>();
    private final List<BigInteger> rows = new ArrayList<>();
    private final Map<List<BigInteger>, Integer> weightRuns = new HashMap<>();
    private final Map<List<Row>, Integer> rowRuns = new HashMap<>();

    RowTable(SpikingShape shape) {
        this.shape = shape;
    }

    List<BigInteger> weights() {
        return weights;
    }

    List<BigInteger> rows() {
        return rows;
    }

    /** Which step these words of weights begin at, which are whole steps. */
    int steps(List<BigInteger> words, int ofStep) {
        while (weights.size() % ofStep != 0) {
            weights.add(BigInteger.ZERO);
        }
        int first = weights(words);
        if (first % ofStep == 0) {
            return first / ofStep;
        }
        weights.addAll(words);
        return (weights.size() - words.size()) / ofStep;
    }

    /** Where these words of weights are. */
    int weights(List<BigInteger> words) {
        return weightRuns.computeIfAbsent(List.copyOf(words), run -> {
            weights.addAll(run);
            return weights.size() - run.size();
        });
    }

    /** The word of a source with these rows. */
    BigInteger source(List<Row> ofSource) {
        if (ofSource.isEmpty()) {
            return BigInteger.ZERO;
        }
        int base = ofSource.get(0).group();
        List<Row> relative = ofSource.stream()
                .map(row -> row.at(Math.floorMod(row.group() - base, shape.groups())))
                .toList();
        int first = rowRuns.computeIfAbsent(relative, this::append);
        return new Packed()
                .add(1, 1)
                .add(first, shape.rowAddressBits())
                .add(base, shape.groupBits())
                .value();
    }

    private int append(List<Row> relative) {
        int first = rows.size();
        for (int i = 0; i < relative.size(); i++) {
            Row row = relative.get(i);
            boolean drawn = row.state() != 0;
            Packed word = new Packed()
                    .add(drawn ? row.state() : weights(row.words()), shape.rowWeightBits())
                    .add(row.group(), shape.groupBits())
                    .add(row.groups() - 1, shape.groupBits())
                    .add(row.delay(), shape.delayBits());
            if (shape.randomWeights()) {
                word.add(drawn ? 1 : 0, 1);
            }
            rows.add(word.add(i == relative.size() - 1 ? 1 : 0, 1).value());
        }
        return first;
    }
}
