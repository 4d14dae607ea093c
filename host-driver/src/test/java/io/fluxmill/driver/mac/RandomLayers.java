// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Quire;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.program.mac.MacProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A matrix layer with random weights: its step, with images laid out as the contract says, and its expected results. */
final class RandomLayers {
    private final Random random;
    private final int arrayColumns;
    private final boolean inference;

    RandomLayers(long seed, int arrayColumns) {
        this(seed, arrayColumns, false);
    }

    /** @param inference multipliers of 31 bits */
    RandomLayers(long seed, int arrayColumns, boolean inference) {
        random = new Random(seed);
        this.arrayColumns = arrayColumns;
        this.inference = inference;
    }

    /** A layer: the step and the plain weights and parameters behind it. */
    record Layer(MacProgram.MatrixStep step, short[][] weights, Rescale.Channel[] channels) {}

    short[] codes(int count, NumberFormat format) {
        short[] codes = new short[count];
        for (int i = 0; i < count; i++) {
            codes[i] = (short) random.nextInt(1 << format.widthBits());
        }
        return codes;
    }

    /** @param columnsPerGroup how many columns each group gets */
    Layer layer(
            String name,
            int input,
            int output,
            MacProgram.Window window,
            int columns,
            int outputChannel,
            int padCode,
            Rescale.Layer rescale,
            int columnsPerGroup) {
        short[][] weights = new short[columns][];
        Rescale.Channel[] channels = new Rescale.Channel[columns];
        for (int n = 0; n < columns; n++) {
            weights[n] = codes(window.depth(), rescale.operands().weights());
            channels[n] = channel();
        }
        List<MacProgram.ColumnGroup> groups = new ArrayList<>();
        for (int first = 0; first < columns; first += columnsPerGroup) {
            int count = Math.min(columnsPerGroup, columns - first);
            groups.add(group(
                    outputChannel + first,
                    first,
                    count,
                    weights,
                    channels,
                    rescale.operands().weights()));
        }
        MacProgram.MatrixStep step = new MacProgram.MatrixStep(
                name, input, output, window, window.depth(), columns, padCode, rescale, groups);
        return new Layer(step, weights, channels);
    }

    private Rescale.Channel channel() {
        int exponent = -20 - random.nextInt(6);
        Rescale.Channel channel = new Rescale.Channel(
                random.nextInt(1 << 20) - (1 << 19),
                0x8000 | random.nextInt(0x8000),
                Rescale.scaleWord(false, exponent - 15),
                random.nextBoolean() ? 0 : 0x8000 | random.nextInt(0x8000),
                Rescale.scaleWord(random.nextBoolean(), exponent - 15));
        return inference ? withFractions(channel) : channel;
    }

    /** Half of them a power of two without bias, whose results are ties often. */
    private Rescale.Channel withFractions(Rescale.Channel c) {
        if (random.nextBoolean()) {
            return new Rescale.Channel(0, 0x8000, c.posScale(), 0x8000, c.negScale());
        }
        return new Rescale.Channel(
                c.bias(),
                c.posMultiplier(),
                c.posScale(),
                c.negMultiplier(),
                c.negScale(),
                random.nextInt(0x8000),
                c.negMultiplier() == 0 ? 0 : random.nextInt(0x8000));
    }

    private MacProgram.ColumnGroup group(
            int outputChannel,
            int first,
            int count,
            short[][] weights,
            Rescale.Channel[] channels,
            NumberFormat format) {
        int tiles = (count + arrayColumns - 1) / arrayColumns;
        int depth = weights[first].length;
        int words = (depth + format.lanes() - 1) / format.lanes();
        short[] image = new short[tiles * words * arrayColumns];
        int beats = inference ? 8 : 6;
        short[] parameters = new short[tiles * beats * arrayColumns];
        for (int n = 0; n < count; n++) {
            int tile = n / arrayColumns;
            int column = n % arrayColumns;
            for (int k = 0; k < depth; k++) {
                int at = (tile * words + k / format.lanes()) * arrayColumns + column;
                image[at] |= (short) (weights[first + n][k] << k % format.lanes() * format.laneBits());
            }
            Rescale.Channel c = channels[first + n];
            int[] fields = {
                c.bias(),
                c.bias() >>> 16,
                c.posMultiplier(),
                c.posScale(),
                c.negMultiplier(),
                c.negScale(),
                c.posFraction(),
                c.negFraction()
            };
            for (int i = 0; i < beats; i++) {
                parameters[(tile * beats + i) * arrayColumns + column] = (short) fields[i];
            }
        }
        return new MacProgram.ColumnGroup(outputChannel, count, image, parameters);
    }

    /** Writes the layer's results for a batch, by the definition of a window. */
    static void expect(
            Layer layer, MacProgram.Value in, short[] input, MacProgram.Value out, short[] target, int samples) {
        MacProgram.Window w = layer.step().window();
        Quire quire = new Quire(layer.step().rescale().operands());
        for (int sample = 0; sample < samples; sample++) {
            for (int n = 0; n < layer.step().columns(); n++) {
                for (int oy = 0; oy < w.outHeight(); oy++) {
                    for (int ox = 0; ox < w.outWidth(); ox++) {
                        quire.clear();
                        accumulate(layer, in, input, sample, n, oy, ox, quire);
                        int channel = layer.step().groups().get(0).outputChannel() + n;
                        int at = ((sample * out.channels() + channel) * out.height() + oy) * out.width() + ox;
                        target[at] = (short) Rescale.apply(
                                layer.step().rescale(), layer.channels()[n], quire.units(), quire.isNaR());
                    }
                }
            }
        }
    }

    private static void accumulate(
            Layer layer, MacProgram.Value in, short[] input, int sample, int n, int oy, int ox, Quire quire) {
        MacProgram.Window w = layer.step().window();
        int k = 0;
        for (int c = 0; c < w.channels(); c++) {
            for (int ky = 0; ky < w.kernelHeight(); ky++) {
                for (int kx = 0; kx < w.kernelWidth(); kx++) {
                    int y = oy * w.strideY() - w.padTop() + ky * w.dilationY();
                    int x = ox * w.strideX() - w.padLeft() + kx * w.dilationX();
                    boolean inside = y >= 0 && y < in.height() && x >= 0 && x < in.width();
                    int plane = sample * in.channels() + w.firstChannel() + c;
                    int a = inside
                            ? input[(plane * in.height() + y) * in.width() + x]
                            : layer.step().padCode();
                    quire.addProduct(layer.weights()[n][k++] & 0xFFFF, a & 0xFFFF);
                }
            }
        }
    }
}
