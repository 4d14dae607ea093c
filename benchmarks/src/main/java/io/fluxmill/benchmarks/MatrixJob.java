// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Quire;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One matrix product on the co-processor, as docs/mac-engine.md defines it: random operand codes, results of the same format.
 *
 * @param load steps that load weights and parameters; played once
 * @param run steps of the product itself; played as often as it is measured
 * @param results buffer with the results of the latest run, in the order of {@code m_axis_res}
 * @param expected the results of the reference
 * @param macs multiply-accumulates of one run
 */
record MatrixJob(String name, List<Step> load, List<Step> run, ByteBuffer results, ByteBuffer expected, long macs) {
    /** Makes typical sums, of a few hundred products, fall into the middle of the result format's range. */
    private static final int RESULT_SCALE = -6;

    private static final int FIELDS = 6;

    /**
     * A product of {@code [rows][depth]} activations and {@code [columns][depth]} weights.
     *
     * @param rows multiple of the array's rows
     * @param columns multiple of the array's columns
     * @param depth multiple of the lanes of the format
     */
    static MatrixJob random(Manifest manifest, NumberFormat format, int rows, int columns, int depth, long seed) {
        Random random = new Random(seed);
        int[][] a = codes(format, rows, depth, random);
        int[][] w = codes(format, columns, depth, random);
        int arrayRows = (int) manifest.parameter("rows");
        int arrayColumns = (int) manifest.parameter("columns");
        List<Step> load = new ArrayList<>();
        load(
                load,
                manifest,
                "weights",
                depth / format.lanes() * columns / arrayColumns,
                beats(format, w, arrayColumns));
        load(load, manifest, "parameters", FIELDS * columns / arrayColumns, parameters(format, columns, arrayColumns));
        ByteBuffer expected = expected(format, a, w, arrayRows, arrayColumns);
        List<Step> run = run(manifest, format, rows, columns, depth);
        ByteBuffer results = image(rows * columns);
        run.add(new Step.Exchange("s_axis_act", beats(format, a, arrayRows), "m_axis_res", results));
        run.add(new Step.Write(address(manifest, "STATUS"), 2));
        String name = String.format("%s %d x %d x %d", format.name(), rows, columns, depth);
        return new MatrixJob(name, load, run, results, expected, (long) rows * columns * depth);
    }

    /** Fails unless the latest results are the expected ones, bit for bit; erases them. */
    void check(String side) {
        int at = expected.mismatch(results);
        if (at >= 0) {
            throw new IllegalStateException(String.format(
                    "%s: %s: byte %d of the results must be 0x%02x, not 0x%02x",
                    side, name, at, expected.get(at), results.get(at)));
        }
        for (int i = 0; i < results.limit(); i++) {
            results.put(i, (byte) ~expected.get(i));
        }
    }

    private static int[][] codes(NumberFormat format, int vectors, int depth, Random random) {
        int[][] codes = new int[vectors][depth];
        for (int[] vector : codes) {
            for (int k = 0; k < depth; k++) {
                do {
                    vector[k] = random.nextInt(1 << format.widthBits());
                } while (format.isNaR(vector[k]));
            }
        }
        return codes;
    }

    private static void load(List<Step> steps, Manifest manifest, String target, int beats, ByteBuffer image) {
        steps.add(new Step.Write(address(manifest, "LOAD_ADDRESS"), 0));
        steps.add(new Step.Write(address(manifest, "LOAD_BEATS"), beats));
        steps.add(new Step.Write(address(manifest, "LOAD_CONTROL"), target.equals("weights") ? 1 : 2));
        steps.add(new Step.Exchange("s_axis_wgt", image, null, null));
        steps.add(new Step.AwaitClear(address(manifest, "STATUS"), 4));
    }

    private static List<Step> run(Manifest manifest, NumberFormat format, int rows, int columns, int depth) {
        int index = manifest.formats().indexOf(format.name());
        Rescale.Layer layer = layer(format);
        int[][] values = {
            {address(manifest, "FORMAT"), index | index << 8},
            {address(manifest, "ROWS"), rows},
            {address(manifest, "COLUMNS"), columns},
            {address(manifest, "DEPTH"), depth},
            {address(manifest, "DEPTH_WORDS"), depth / format.lanes()},
            {address(manifest, "WEIGHT_BASE"), 0},
            {address(manifest, "PARAMETER_BASE"), 0},
            {address(manifest, "BIAS_SHIFT"), layer.biasShift()},
            {address(manifest, "CLIP"), layer.clipLow() | layer.clipHigh() << 16},
            {address(manifest, "CONTROL"), 1}
        };
        List<Step> steps = new ArrayList<>();
        for (int[] value : values) {
            steps.add(new Step.Write(value[0], value[1]));
        }
        return steps;
    }

    private static int address(Manifest manifest, String register) {
        return manifest.register(register).offset();
    }

    /** Beats of tiles of vectors: for each tile, for each word of depth, one 16-bit word of each vector. */
    private static ByteBuffer beats(NumberFormat format, int[][] vectors, int tile) {
        int words = vectors[0].length / format.lanes();
        ByteBuffer image = image(vectors.length * words);
        for (int first = 0; first < vectors.length; first += tile) {
            for (int word = 0; word < words; word++) {
                for (int i = first; i < first + tile; i++) {
                    image.putShort(pack(format, vectors[i], word));
                }
            }
        }
        return image.flip();
    }

    private static short pack(NumberFormat format, int[] codes, int word) {
        int value = 0;
        for (int lane = 0; lane < format.lanes(); lane++) {
            value |= codes[word * format.lanes() + lane] << (lane * format.laneBits());
        }
        return (short) value;
    }

    private static ByteBuffer parameters(NumberFormat format, int columns, int tile) {
        Rescale.Channel c = channel(format);
        int[] fields = {
            c.bias() & 0xFFFF, c.bias() >>> 16, c.posMultiplier(), c.posScale(), c.negMultiplier(), c.negScale()
        };
        ByteBuffer image = image(FIELDS * columns);
        while (image.hasRemaining()) {
            for (int field : fields) {
                for (int i = 0; i < tile; i++) {
                    image.putShort((short) field);
                }
            }
        }
        return image.flip();
    }

    private static ByteBuffer expected(NumberFormat format, int[][] a, int[][] w, int tileRows, int tileColumns) {
        ByteBuffer results = image(a.length * w.length);
        Quire quire = new Quire(format);
        for (int mTile = 0; mTile < a.length; mTile += tileRows) {
            for (int nTile = 0; nTile < w.length; nTile += tileColumns) {
                for (int m = mTile; m < mTile + tileRows; m++) {
                    for (int n = nTile; n < nTile + tileColumns; n++) {
                        results.putShort((short) result(format, quire, a[m], w[n]));
                    }
                }
            }
        }
        return results.flip();
    }

    private static int result(NumberFormat format, Quire quire, int[] a, int[] w) {
        quire.clear();
        for (int k = 0; k < a.length; k++) {
            quire.addProduct(a[k], w[k]);
        }
        return Rescale.apply(layer(format), channel(format), quire.units(), quire.isNaR());
    }

    private static Rescale.Channel channel(NumberFormat format) {
        int exponent = format.quireExponent() - Rescale.BIAS_FRACTION_BITS - 15 + RESULT_SCALE;
        int scale = Rescale.scaleWord(false, exponent);
        return new Rescale.Channel(0, 0x8000, scale, 0x8000, scale);
    }

    private static Rescale.Layer layer(NumberFormat format) {
        int lowest = format.name().startsWith("FP") ? (1 << format.widthBits()) - 1 : format.narBits();
        return new Rescale.Layer(format, format, Rounding.NEAREST_EVEN, 0, lowest, format.narBits() - 1);
    }

    private static ByteBuffer image(int words) {
        return ByteBuffer.allocateDirect(2 * words).order(ByteOrder.LITTLE_ENDIAN);
    }
}
