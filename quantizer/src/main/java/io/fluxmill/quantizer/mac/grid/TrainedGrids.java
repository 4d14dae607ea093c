// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.grid;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.MoveLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network that was trained with quantisation, with a grid for every tensor that a layer reads, so codes hold its values exactly. If training
 * gave no grid, it is that of the layer's own arithmetic:
 *
 * <pre>
 * average of a quantised tensor        the exact sum; 1/count goes into the scale (a depthwise layer with weights of one)
 * layer with one scale, whole bias     the exact sum of products
 * sum of two quantised tensors         the finer of the two grids, if it divides the other
 * maximum of a quantised tensor        the tensor's own; a different quantisation after it becomes a layer of its own
 * maximum of another tensor            that of the quantiser after it, which comes before it instead
 * </pre>
 *
 * The network's input is an exception: if training left it in float, codes hold it approximately.
 */
public final class TrainedGrids {
    private static final String REMEDY =
            "put a Quant node behind it, or use the format trained-nearest, which rounds such tensors to calibrated codes";

    private final Network network;
    private final boolean exact;
    private final Map<String, Quant> grids = new HashMap<>();
    private final Map<String, Network.Shape> shapes = new HashMap<>();
    private final List<Layer> layers = new ArrayList<>();
    private final Set<String> read = new HashSet<>();

    /** Results of layers that have their own grid, not a trained one. */
    private final Set<String> sums = new HashSet<>();

    private TrainedGrids(Network network, boolean exact) {
        this.network = network;
        this.exact = exact;
        network.layers().forEach(layer -> read.addAll(layer.inputs()));
    }

    /**
     * The same function with grids.
     *
     * @param exact whether a tensor or weights without a grid are refused; otherwise they stay as they are
     * @throws InputException when a layer has none, by its name
     */
    public static Network of(Network network, boolean exact) {
        return network.isTrained() ? new TrainedGrids(network, exact).network() : network;
    }

    private Network network() {
        grids.put("input", network.inputQuant());
        shapes.put("input", network.inputShape());
        for (Layer layer : network.layers()) {
            if (layer instanceof PoolLayer pool) {
                pool(pool);
            } else if (layer instanceof MatrixLayer matrix) {
                matrix(matrix);
            } else if (layer instanceof AddLayer add) {
                add(add);
            } else if (layer instanceof MoveLayer move) {
                move(move);
            } else {
                put(layer, layer.outputQuant());
            }
        }
        return new Network(
                network.name(),
                network.inputShape(),
                network.inputSteps(),
                network.inputQuant(),
                layers,
                network.ending());
    }

    private void pool(PoolLayer pool) {
        Quant grid = grids.get(pool.input());
        if (pool.kind() == PoolKind.AVERAGE) {
            average(pool, grid);
        } else if (grid != null && pool.outputQuant() != null && !grid.isSame(pool.outputQuant())) {
            String codes = pool.output() + ".codes";
            put(MatrixLayers.maximum(pool, codes), grid);
            matrix(MatrixLayers.unit(
                    pool.name() + ".quant", codes, pool.output(), pool.outputShape(), pool.outputQuant()));
        } else {
            put(pool, pool.outputQuant() == null ? grid : pool.outputQuant());
        }
    }

    private void average(PoolLayer pool, Quant grid) {
        boolean sameCount =
                pool.countIncludePad() || !pool.geometry().reachesOutside(pool.inputShape(), pool.outputShape());
        if (grid != null && sameCount) {
            matrix(MatrixLayers.sum(pool));
            return;
        }
        if (exact && grid == null) {
            throw new InputException(
                    "the average " + pool.name() + " must read a tensor that is quantised in training",
                    REMEDY.replace("behind", "before"));
        }
        if (exact) {
            int elements = pool.geometry().kernelHeight() * pool.geometry().kernelWidth();
            throw new InputException(
                    "the average " + pool.name() + " must have windows of one size: those at the border have less than "
                            + elements + " elements and count_include_pad is 0",
                    "train without padding or with count_include_pad=1, or use the format trained-nearest, which rounds the"
                            + " average to calibrated codes");
        }
        put(pool, pool.outputQuant());
    }

    private void matrix(MatrixLayer layer) {
        if (exact && layer.weightQuant() == null) {
            throw new InputException(
                    "the weights of layer " + layer.name()
                            + " must be quantised in training, like the rest of the network",
                    "put a Quant node before them, with one scale or one for each output (not for each block), or use the format trained-nearest, which rounds them to calibrated codes");
        }
        MatrixLayer merged = bounded(merged(layer));
        Quant trained = merged.outputQuant() == null ? quantAfterMaximum(merged.output()) : merged.outputQuant();
        if (trained != null) {
            put(merged.withQuant(trained), trained);
            return;
        }
        Quant grid = productGrid(merged);
        if (grid != null) {
            sums.add(merged.output());
        }
        put(grid == null ? merged : merged.withQuant(grid), grid);
    }

    /**
     * The quantiser behind a maximum that is the only reader of a tensor; rounding never falls, so it may equally well come before the maximum.
     */
    private Quant quantAfterMaximum(String tensor) {
        List<Layer> readers = network.layers().stream()
                .filter(reader -> reader.inputs().contains(tensor))
                .toList();
        return readers.size() == 1
                        && readers.get(0) instanceof PoolLayer pool
                        && pool.kind() == PoolKind.MAX
                        && pool.outputQuant() != null
                        && pool.outputQuant().shift() == null
                ? pool.outputQuant()
                : null;
    }

    /** With the codes that a Trunc can give, because a Trunc does not clip. */
    private MatrixLayer bounded(MatrixLayer layer) {
        Quant quant = layer.outputQuant();
        Quant input = grids.get(layer.input());
        return quant == null || quant.shift() == null || input == null || layer.weightQuant() == null
                ? layer
                : layer.withQuant(ProductGrid.reached(layer, input));
    }

    /** Joined with the layer before it, if that is a sum which only this one-to-one layer reads; the sum then needs no grid. */
    private MatrixLayer merged(MatrixLayer layer) {
        Layer last = layers.isEmpty() ? null : layers.get(layers.size() - 1);
        boolean joins = last instanceof MatrixLayer before
                && MatrixLayers.isSum(before)
                && MatrixLayers.isUnit(layer)
                && layer.input().equals(before.output())
                && network.layers().stream()
                                .filter(reader -> reader.inputs().contains(before.output()))
                                .count()
                        == 1
                && before.activation().equals(Network.Activation.NONE)
                && sums.contains(before.output());
        if (!joins) {
            return layer;
        }
        layers.remove(layers.size() - 1);
        return MatrixLayers.joined((MatrixLayer) last, layer);
    }

    private void put(Layer layer, Quant grid) {
        if (grid == null && exact && read.contains(layer.output())) {
            throw new InputException(
                    "the result of layer " + layer.name()
                            + " must be quantised in training, because another layer reads it and its values lie on no"
                            + " common grid of codes",
                    REMEDY);
        }
        grids.put(layer.output(), grid);
        shapes.put(layer.output(), layer.outputShape());
        layers.add(layer);
    }

    /** The grid of the exact sum of products, or null if the channels have no common grid or nothing reads it. */
    private Quant productGrid(MatrixLayer layer) {
        Quant input = grids.get(layer.input());
        if (!read.contains(layer.output()) || input == null || layer.weightQuant() == null) {
            return null;
        }
        return ProductGrid.of(layer, input);
    }

    private void add(AddLayer layer) {
        Quant left = grids.get(layer.left());
        Quant right = grids.get(layer.right());
        if (layer.outputQuant() != null || !read.contains(layer.output()) || left == null || right == null) {
            put(layer, layer.outputQuant());
            return;
        }
        Quant grid = sumGrid(left, right);
        Quant clipped = grid == null ? null : ProductGrid.clipped(grid, layer.activation());
        put(
                clipped == null
                        ? layer
                        : new AddLayer(
                                layer.name(),
                                layer.left(),
                                layer.right(),
                                layer.output(),
                                layer.outputShape(),
                                layer.activation(),
                                clipped),
                clipped);
    }

    /** Codes are moved: inputs with another grid than the result get it in a layer of their own. */
    private void move(MoveLayer move) {
        List<Quant> given = move.inputs().stream().map(grids::get).toList();
        Quant grid = move.outputQuant() != null ? move.outputQuant() : common(given);
        if (grid == null) {
            put(move, null);
            return;
        }
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String input = move.inputs().get(i);
            if (given.get(i) == null || given.get(i).isSame(grid)) {
                inputs.add(input);
            } else {
                String codes = move.output() + ".codes" + i;
                matrix(MatrixLayers.unit(move.name() + ".quant" + i, input, codes, shapes.get(input), grid));
                inputs.add(codes);
            }
        }
        put(
                new MoveLayer(move.name(), inputs, move.output(), move.outputShape(), move.from(), move.fill(), grid),
                grid);
    }

    /** The grid of all, or null if they have several or one has none. */
    private static Quant common(List<Quant> grids) {
        Quant first = grids.get(0);
        return first != null && grids.stream().allMatch(grid -> grid != null && grid.isSame(first)) ? first : null;
    }

    /** The finer of two grids, if it divides the other; codes are real values in its steps. */
    private static Quant sumGrid(Quant left, Quant right) {
        Quant fine = left.scale(0) <= right.scale(0) ? left : right;
        Quant coarse = fine == left ? right : left;
        double ratio = coarse.scale(0) / fine.scale(0);
        boolean divides = new BigDecimal(fine.scale(0))
                        .multiply(new BigDecimal(Math.rint(ratio)))
                        .compareTo(new BigDecimal(coarse.scale(0)))
                == 0;
        if (!divides || !ProductGrid.isWhole(left.zeroPoint()) || !ProductGrid.isWhole(right.zeroPoint())) {
            return null;
        }
        double low = fine.low() - fine.zeroPoint() + ratio * (coarse.low() - coarse.zeroPoint());
        double high = fine.high() - fine.zeroPoint() + ratio * (coarse.high() - coarse.zeroPoint());
        return ProductGrid.range(fine.scale(0), low, high);
    }
}
