// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fluxmill.quantizer.spiking.encode.Encoding;
import io.fluxmill.quantizer.spiking.encode.SpikeEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Images as the network sees them, tick by tick. */
final class EncodedImages {
    private final Encoding encoding;
    private final SpikeEncoder encoder;
    private final Distortion distortion;
    private final Random random;

    EncodedImages(Encoding encoding, Distortion distortion, Random random) {
        this.encoding = encoding;
        this.distortion = distortion;
        this.random = random;
        encoder = new SpikeEncoder(encoding);
    }

    /** The factor of a spike's value in training, a power of two: the network that is written takes the values themselves. */
    double unit() {
        return encoding.kind() == Encoding.Kind.DIRECT ? Math.scalb(1.0, -encoding.bits()) : 1;
    }

    /** Images as they are, encoded by their numbers: {@code [ticks]} of {@code [count][channels][height][width]}. */
    List<NDArray> samples(NDManager scope, LabelledImages set, int[] indices) {
        float[][] images = new float[indices.length][];
        for (int i = 0; i < indices.length; i++) {
            images[i] = set.images()[indices[i]];
        }
        return encoded(scope, set.shape(), images, indices);
    }

    /** Random variants of images, encoded by random numbers. */
    List<NDArray> variants(NDManager scope, LabelledImages set, int[] indices) {
        float[][] images = new float[indices.length][];
        int[] numbers = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            float[] image = set.images()[indices[i]];
            images[i] = image;
            if (!distortion.equals(Distortion.NONE)) {
                images[i] = new float[image.length];
                distortion.copy(image, set.shape(), random, images[i]);
            }
            numbers[i] = random.nextInt(Integer.MAX_VALUE);
        }
        return encoded(scope, set.shape(), images, numbers);
    }

    private List<NDArray> encoded(NDManager scope, int[] shape, float[][] images, int[] numbers) {
        boolean direct = encoding.kind() == Encoding.Kind.DIRECT; // the same in every tick
        int elements = SpikingTopology.elements(shape);
        float unit = (float) unit();
        float[][] ticks = new float[direct ? 1 : encoding.ticks()][images.length * elements];
        int[][] codes = new int[1][elements];
        for (int i = 0; i < images.length; i++) {
            for (int k = 0; k < elements; k++) {
                codes[0][k] = encoding.code(images[i][k]);
            }
            int[][] spikes = direct ? codes : encoder.encode(codes, numbers[i]);
            for (int t = 0; t < ticks.length; t++) {
                for (int k = 0; k < elements; k++) {
                    ticks[t][i * elements + k] = spikes[t][k] * unit;
                }
            }
        }
        Shape batch = new Shape(images.length, shape[0], shape[1], shape[2]);
        if (direct) {
            return Collections.nCopies(encoding.ticks(), scope.create(ticks[0], batch));
        }
        List<NDArray> tensors = new ArrayList<>();
        for (float[] tick : ticks) {
            tensors.add(scope.create(tick, batch));
        }
        return tensors;
    }
}
