// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import java.util.List;

/**
 * What the driver needs to run a network: steps in execution order over numbered values. A value is a tensor of codes,
 * {@code [channels][height][width]} row-major for images and sequences (height 1), {@code [elements]} for vectors. Value 0 is
 * the input. Immutable.
 *
 * @param configHash the manifest hash that this program was mapped for
 * @param values shape and format of each value
 * @param output the value that is the result
 */
public record MacProgram(
        String network, String design, String configHash, List<Value> values, List<Step> steps, int output) {

    /** Its values, and the steps that write them. */
    public ProgramValues outline() {
        return new ProgramValues(
                values,
                steps.stream()
                        .map(step -> new ProgramValues.Written(step.name(), step.output()))
                        .toList(),
                output);
    }

    /** A tensor of codes. A vector of n elements is n x 1 x 1. */
    public record Value(String name, int channels, int height, int width, NumberFormat format) {
        public int elements() {
            return channels * height * width;
        }
    }

    /** One step; reads values, writes one value (or, a MatrixStep of a grouped convolution, some channels of one). */
    public sealed interface Step permits MatrixStep, HostStep {
        String name();

        /** The values that it reads. */
        List<Integer> inputs();

        int output();
    }

    /** A step that runs in the driver, see {@link HostSteps}. */
    public sealed interface HostStep extends Step
            permits PoolStep,
                    AddStep,
                    MultiplyStep,
                    MoveStep,
                    TableStep,
                    ConstantStep,
                    QuantizedAddStep,
                    QuantizedMultiplyStep,
                    QuantizedPreluStep,
                    QuantizedAverageStep,
                    QuantizedMeanStep {}

    /**
     * A convolution or a dense layer as a matrix product on the co-processor: rows are output positions (samples x output
     * height x width), columns output channels, depth the window. Element {@code k} of a row is the window element
     * {@code (channel, ky, kx)} in row-major order; outside the input it is {@code padCode}. Row
     * {@code (sample * outHeight + oy) * outWidth + ox}; the result of column {@code c} of a group goes to
     * {@code [group.outputChannel + c][oy][ox]} of the output value. If the operand format of {@code rescale} is a block format, the values of a row, which are codes of
     * the input's format, go through a {@link io.fluxmill.core.format.BlockEncoder} first. A grouped convolution is one step for each group: all
     * write the same value, each its own channels, with its own {@link Window#firstChannel}.
     *
     * @param window the window; a dense layer is a 1x1 window over a vector, or a window as large as the input
     * @param depth K, the window's depth
     * @param columns N, output channels that this step computes: the sum of its groups' counts
     * @param padCode code of real zero in the input value; not always 0, because of zero points
     * @param groups column groups, each a job that fits the weight and parameter buffers, in order
     */
    public record MatrixStep(
            String name,
            int input,
            int output,
            Window window,
            int depth,
            int columns,
            int padCode,
            Rescale.Layer rescale,
            List<ColumnGroup> groups)
            implements Step {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }

        /** 16-bit words of activations of a row: {@code ceil(depth / lanes)} of the pair of formats. */
        public int depthWords() {
            return rescale.operands().activationWords(depth);
        }

        /** Multiply-accumulates for one sample, padding included. */
        public long macs() {
            return (long) depth * columns * window.positions();
        }
    }

    /**
     * Sliding window over {@code [channels][height][width]}. Output position (oy, ox), window element (c, ky, kx) reads input
     * {@code (firstChannel + c, oy * strideY - padTop + ky * dilationY, ox * strideX - padLeft + kx * dilationX)}.
     */
    public record Window(
            int firstChannel,
            int channels,
            int kernelHeight,
            int kernelWidth,
            int strideY,
            int strideX,
            int padTop,
            int padLeft,
            int dilationY,
            int dilationX,
            int outHeight,
            int outWidth) {
        public int depth() {
            return channels * kernelHeight * kernelWidth;
        }

        public int positions() {
            return outHeight * outWidth;
        }
    }

    /**
     * {@code count} consecutive columns of a layer and the images of the weight and parameter buffers for them,
     * exactly as they go over the weight stream. Little-endian 16-bit words, array columns of them to a beat.
     *
     * @param outputChannel channel of the output value that column 0 of this group writes
     * @param weights {@code [tiles][words of weights][arrayColumns]}
     * @param parameters {@code [tiles][6 or 8][arrayColumns]}: bias low, bias high, posMultiplier, posScale, negMultiplier, negScale,
     *     and for a multiplier of 31 bits posFraction, negFraction
     */
    public record ColumnGroup(int outputChannel, int count, short[] weights, short[] parameters) {}

    /**
     * Pooling in the driver, channel by channel, in the codes' exact values; both values have one format. Window elements
     * outside the input do not take part, except in an average with {@code countIncludePad}, where they count as
     * {@code padCode}. A NaR in the window makes an average NaR; in a maximum it is the lowest value.
     *
     * @param window its {@code channels} is 1 and {@code firstChannel} 0; it slides over every channel
     * @param padCode code of real zero in both values; not always 0, because of zero points
     */
    public record PoolStep(
            String name, int input, int output, PoolKind kind, Window window, boolean countIncludePad, int padCode)
            implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }
    }

    /** MAX compares in the order of values; AVERAGE is the exact sum divided by the count, rounded once to nearest even. */
    public enum PoolKind {
        MAX,
        AVERAGE
    }

    /**
     * Element-wise sum of two values in the driver: {@code left * leftScale + right * rightScale + offset} in exact arithmetic
     * (the three doubles are exact), rounded once to nearest even, clipped in {@link NumberFormat#order}. NaR in either gives
     * NaR, unclipped. Scales are ratios to the scale of the output; {@code offset} carries the zero points.
     */
    public record AddStep(
            String name,
            int left,
            int right,
            int output,
            double leftScale,
            double rightScale,
            double offset,
            int clipLow,
            int clipHigh)
            implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of(left, right);
        }
    }

    /**
     * Element-wise product of two values in the driver: {@code (left - leftZero) * (right - rightZero) * scale + offset} in exact
     * arithmetic (the two doubles are exact), rounded once to nearest even, clipped in {@link NumberFormat#order}. NaR in either
     * gives NaR, unclipped. The scale is that of the operands' product over that of the output; {@code offset} is the output's zero
     * point.
     */
    public record MultiplyStep(
            String name,
            int left,
            int right,
            int output,
            int leftZero,
            int rightZero,
            double scale,
            double offset,
            int clipLow,
            int clipHigh)
            implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of(left, right);
        }
    }

    /**
     * Codes moved in the driver: concatenations, slices, transpositions, padding, repetitions. All values have one format.
     *
     * @param from for each element of the output the place among the elements of all inputs, one input after the other, or -1 for
     *     {@code fill}; not to be changed
     * @param fill code of elements that come from no input
     */
    public record MoveStep(String name, List<Integer> inputs, int output, int[] from, int fill) implements HostStep {}

    /**
     * A function of each element in the driver, as a table.
     *
     * @param table result code for each code of the input's format, {@code [2^widthBits]}; not to be changed
     */
    public record TableStep(String name, int input, int output, short[] table) implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }
    }

    /**
     * A value that does not depend on the input.
     *
     * @param codes {@code [elements]}; not to be changed
     */
    public record ConstantStep(String name, int output, short[] codes) implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of();
        }
    }

    /**
     * How a step of int8 inference ends: {@code max(low, min(high, y + zeroPoint))} for its result y. Numbers, not codes.
     *
     * @param rounding of every {@link FixedMultiplier} of the step: NEAREST_TWICE or NEAREST_UP
     */
    public record Ending(Rounding rounding, int zeroPoint, int low, int high) {}

    /**
     * Element-wise sum or difference of integers in the driver, as the int8 and int16 kernels of TensorFlow Lite compute it:
     *
     * <pre>
     * a = leftFactor((left - leftZero) * 2^shift)      b = rightFactor((right - rightZero) * 2^shift)
     * y = outputFactor(subtract ? a - b : a + b)
     * </pre>
     *
     * Source: tensorflow/lite/kernels/internal/reference/add.h; 32-bit arithmetic.
     */
    public record QuantizedAddStep(
            String name,
            int left,
            int right,
            int output,
            boolean subtract,
            int shift,
            int leftZero,
            int rightZero,
            FixedMultiplier leftFactor,
            FixedMultiplier rightFactor,
            FixedMultiplier outputFactor,
            Ending ending)
            implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of(left, right);
        }
    }

    /**
     * Element-wise product of integers in the driver: {@code y = factor((left - leftZero) * (right - rightZero))}. Source:
     * tensorflow/lite/kernels/internal/reference/integer_ops/mul.h.
     */
    public record QuantizedMultiplyStep(
            String name,
            int left,
            int right,
            int output,
            int leftZero,
            int rightZero,
            FixedMultiplier factor,
            Ending ending)
            implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of(left, right);
        }
    }

    /**
     * PReLU of integers in the driver: {@code y = x >= 0 ? positive(x) : negative(x * (slope - slopeZero))} with {@code x = left - leftZero}.
     * Source: tensorflow/lite/kernels/internal/reference/prelu.h.
     *
     * @param slope the value with the slopes, one for each element
     */
    public record QuantizedPreluStep(
            String name,
            int left,
            int slope,
            int output,
            int leftZero,
            int slopeZero,
            FixedMultiplier positive,
            FixedMultiplier negative,
            Ending ending)
            implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of(left, slope);
        }
    }

    /**
     * Average of integers in the driver, channel by channel: the sum of the window's elements inside the input over their number, to the nearest
     * integer, ties away from zero, clipped to [low, high] (numbers). Source:
     * tensorflow/lite/kernels/internal/reference/integer_ops/pooling.h.
     *
     * @param window its {@code channels} is 1 and {@code firstChannel} 0; it slides over every channel; every position has an element inside
     */
    public record QuantizedAverageStep(String name, int input, int output, Window window, int low, int high)
            implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }
    }

    /**
     * Mean of each channel of integers in the driver: {@code y = factor(sum - n * inputZero)} for the sum of the channel's n elements. Source:
     * tensorflow/lite/kernels/internal/reference/reduce.h, QuantizedMeanOrSum.
     *
     * @param factor ratio of the scales, divided by n
     */
    public record QuantizedMeanStep(
            String name, int input, int output, int inputZero, FixedMultiplier factor, Ending ending)
            implements HostStep {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }
    }
}
