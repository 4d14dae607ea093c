// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.grid;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.util.Arrays;

/** The grid on which the results of a layer with trained weights and a trained input lie, without rounding. */
final class ProductGrid {
    /** Codes beyond this magnitude fit no format. */
    private static final double MOST = 1 << 24;

    private ProductGrid() {}

    /** Null unless all channels have one scale, a whole bias in its steps, and an activation that stays on the grid. */
    static Quant of(MatrixLayer layer, Quant input) {
        double step = layer.weightQuant().scale(0) * input.scale(0) * layer.gain()[0];
        boolean oneScale = Arrays.stream(layer.weightQuant().scale())
                        .allMatch(s -> s == layer.weightQuant().scale(0))
                && Arrays.stream(layer.gain()).allMatch(g -> g == layer.gain()[0]);
        if (!oneScale || step == 0 || !isWhole(input.zeroPoint())) {
            return null;
        }
        // codes count in steps of the magnitude: a negative gain gives codes of the other sign
        double low = 0;
        double high = 0;
        SumRange range = new SumRange(layer, input);
        for (int n = 0; n < layer.outChannels(); n++) {
            double bias = layer.bias()[n] / Math.abs(step);
            if (!isWhole(bias)) {
                return null;
            }
            low = Math.min(low, (step > 0 ? range.min(n) : -range.max(n)) + bias);
            high = Math.max(high, (step > 0 ? range.max(n) : -range.min(n)) + bias);
        }
        Quant grid = range(Math.abs(step), low, high);
        return grid == null ? null : clipped(grid, layer.activation());
    }

    /** The layer's quantisation with the codes that its results can have. */
    static Quant reached(MatrixLayer layer, Quant input) {
        Quant quant = layer.outputQuant();
        SumRange range = new SumRange(layer, input);
        int low = quant.high();
        int high = quant.low();
        for (int n = 0; n < layer.outChannels(); n++) {
            double unit = layer.weightQuant().scale(n) * input.scale(0) * layer.gain()[n];
            for (double sum : new double[] {range.min(n), range.max(n)}) {
                int code = quant.toCode(layer.activation().apply(unit * sum + layer.bias()[n]), 0);
                low = Math.min(low, code);
                high = Math.max(high, code);
            }
        }
        return new Quant(quant.scale(), quant.zeroPoint(), low, high, quant.rule(), quant.shift(), quant.format());
    }

    static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) < MOST;
    }

    /** Whole codes of this range around zero, or null if no format holds them. */
    static Quant range(double scale, double low, double high) {
        boolean fits = Math.abs(low) < MOST && Math.abs(high) < MOST && (float) scale > 0;
        return fits ? Quant.grid(scale, (int) low, (int) high) : null;
    }

    /** The codes after an activation, or null if it makes values that are not codes. */
    static Quant clipped(Quant grid, Activation activation) {
        if (activation.slope() != 0 && activation.slope() != 1) {
            return null;
        }
        double scale = grid.scale(0);
        double low = activation.slope() == 0 ? Math.max(0, activation.low()) : activation.low();
        double least = Double.isInfinite(low) ? grid.low() : low / scale;
        double most = Double.isInfinite(activation.high()) ? grid.high() : activation.high() / scale;
        if (!isWhole(least) || !isWhole(most)) {
            return null;
        }
        double lowest = Math.max(least, Math.min(most, grid.low()));
        double highest = Math.min(most, Math.max(least, grid.high()));
        return range(scale, Math.min(0, lowest), Math.max(0, highest));
    }
}
