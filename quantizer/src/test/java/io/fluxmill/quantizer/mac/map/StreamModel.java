// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Quire;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.program.mac.MacProgram.ColumnGroup;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.MacProgram.Window;
import java.math.BigInteger;

/**
 * The co-processor as its document describes it, from the outside: it sees beats of 16-bit words only. Activations are made
 * into beats as a driver would, the weight and parameter images are taken as they are; the sum of all lanes wraps at
 * the accumulator's width.
 */
final class StreamModel {
    private final int rows;
    private final int columns;
    private final int accumulatorBits;

    StreamModel(int rows, int columns, int accumulatorBits) {
        this.rows = rows;
        this.columns = columns;
        this.accumulatorBits = accumulatorBits;
    }

    /** Runs a step on samples of its input value and writes its channels of the output value. */
    void run(MatrixStep step, Value in, short[] source, Value out, short[] target, int samples) {
        int m = samples * step.window().positions();
        short[] beats = activationBeats(step, in, source, m);
        int channel = 0;
        for (ColumnGroup group : step.groups()) {
            short[] results = job(step, group, beats, m);
            collect(step, group, results, out, target, m);
            channel += group.count();
        }
        if (channel != step.columns()) {
            throw new AssertionError("groups have " + channel + " columns, the step " + step.columns());
        }
    }

    /** Row tiles of Kw beats of {@code rows} words. */
    private short[] activationBeats(MatrixStep step, Value in, short[] source, int m) {
        FormatPair formats = step.rescale().operands();
        int kw = (step.depth() + formats.lanes() - 1) / formats.lanes();
        int tiles = (m + rows - 1) / rows;
        short[] beats = new short[tiles * kw * rows];
        for (int row = 0; row < m; row++) {
            for (int k = 0; k < step.depth(); k++) {
                int code = element(step, in, source, row, k)
                        & (1 << formats.activations().widthBits()) - 1;
                int beat = row / rows * kw + k / formats.lanes();
                beats[beat * rows + row % rows] |= (short) (code << (k % formats.lanes()) * formats.laneBits());
            }
        }
        return beats;
    }

    private static int element(MatrixStep step, Value in, short[] source, int row, int k) {
        Window w = step.window();
        int sample = row / w.positions();
        int oy = row % w.positions() / w.outWidth();
        int ox = row % w.outWidth();
        int channel = w.firstChannel() + k / (w.kernelHeight() * w.kernelWidth());
        int y = oy * w.strideY() - w.padTop() + k / w.kernelWidth() % w.kernelHeight() * w.dilationY();
        int x = ox * w.strideX() - w.padLeft() + k % w.kernelWidth() * w.dilationX();
        if (y < 0 || y >= in.height() || x < 0 || x >= in.width()) {
            return step.padCode();
        }
        return source[sample * in.elements() + (channel * in.height() + y) * in.width() + x];
    }

    /** Result beats: row tile, column tile, row. */
    private short[] job(MatrixStep step, ColumnGroup group, short[] activations, int m) {
        FormatPair formats = step.rescale().operands();
        int kw = (step.depth() + formats.lanes() - 1) / formats.lanes();
        int weightLanes = 16 / formats.weights().laneBits();
        int weightWords = (step.depth() + weightLanes - 1) / weightLanes;
        int parts = weightLanes / formats.lanes();
        int tiles = group.weights().length / (weightWords * columns);
        short[] results = new short[m * tiles * columns];
        int beat = 0;
        for (int rowTile = 0; rowTile * rows < m; rowTile++) {
            for (int tile = 0; tile < tiles; tile++) {
                for (int r = 0; r < rows && rowTile * rows + r < m; r++) {
                    for (int c = 0; c < columns; c++) {
                        Accumulator accumulator = new Accumulator(formats);
                        for (int word = 0; word < kw; word++) {
                            accumulator.add(
                                    activations[(rowTile * kw + word) * rows + r],
                                    group.weights()[(tile * weightWords + word / parts) * columns + c],
                                    word % parts);
                        }
                        results[beat * columns + c] = accumulator.result(step, parameters(group, tile, c));
                    }
                    beat++;
                }
            }
        }
        return results;
    }

    private Rescale.Channel parameters(ColumnGroup group, int tile, int column) {
        int[] words = new int[6];
        for (int i = 0; i < 6; i++) {
            words[i] = group.parameters()[(tile * 6 + i) * columns + column] & 0xFFFF;
        }
        return new Rescale.Channel(words[1] << 16 | words[0], words[2], words[3], words[4], words[5]);
    }

    private final class Accumulator {
        private final FormatPair formats;
        private final Quire[] lanes;

        /** Of windowed formats the sum of products that were rounded down to multiples of 2^-40. */
        private BigInteger rounded = BigInteger.ZERO;

        private boolean nar;

        Accumulator(FormatPair formats) {
            this.formats = formats;
            lanes = new Quire[formats.lanes()];
            for (int lane = 0; lane < lanes.length; lane++) {
                lanes[lane] = new Quire(formats);
            }
        }

        /** @param part of the word of weights */
        void add(short activation, short weight, int part) {
            for (int lane = 0; lane < lanes.length; lane++) {
                int weightLane = part * lanes.length + lane;
                lanes[lane].addProduct(
                        weight >> weightLane * formats.weights().laneBits() & mask(formats.weights()),
                        activation >> lane * formats.laneBits() & mask(formats.activations()));
                if (formats.isWindowed()) {
                    rounded = rounded.add(lanes[lane].units().shiftRight(-40 - formats.unitExponent()));
                    nar |= lanes[lane].isNaR();
                    lanes[lane].clear();
                }
            }
        }

        private static int mask(NumberFormat format) {
            return (1 << format.widthBits()) - 1;
        }

        short result(MatrixStep step, Rescale.Channel channel) {
            BigInteger total = rounded;
            for (Quire lane : lanes) {
                nar |= lane.isNaR();
                if (!lane.isNaR()) {
                    total = total.add(lane.units());
                }
            }
            return (short) Rescale.apply(step.rescale(), channel, wrapped(total, accumulatorBits), nar);
        }
    }

    private static BigInteger wrapped(BigInteger value, int bits) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
        BigInteger low = value.mod(modulus);
        return low.testBit(bits - 1) ? low.subtract(modulus) : low;
    }

    private void collect(MatrixStep step, ColumnGroup group, short[] results, Value out, short[] target, int m) {
        int tiles = (group.count() + columns - 1) / columns;
        int positions = step.window().positions();
        int beat = 0;
        for (int rowTile = 0; rowTile * rows < m; rowTile++) {
            for (int tile = 0; tile < tiles; tile++) {
                for (int row = rowTile * rows; row < Math.min(m, (rowTile + 1) * rows); row++) {
                    for (int c = 0; c < columns && tile * columns + c < group.count(); c++) {
                        int channel = group.outputChannel() + tile * columns + c;
                        int at = row / positions * out.elements() + channel * positions + row % positions;
                        target[at] = results[beat * columns + c];
                    }
                    beat++;
                }
            }
        }
    }
}
