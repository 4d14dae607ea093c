// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What random graphs must have had: each name at least once in an accepted graph. */
final class GraphFeatures {
    private static final String QONNX =
            """
            add-sub.perchannel add-sub.scalar any-scale average average.ceil average.include average.pads
            average.trunc bias.32-bits bias.add bias.of-products bias.plain bias.quant bipolar.activation
            bipolar.negative-scale bipolar.weights bits.int64 bits1.signed bits1.unsigned bits1.weights bn
            bn.negative clip constant-node conv.1d conv.2d conv.dilations conv.group conv.pads conv.strides
            domain.empty domain.finn.custom_op.general domain.onnx.brevitas domain.qonnx.custom_op.general
            end.plain end.quant end.sigmoid end.softmax exact flatten gemm gemm.alpha gemm.beta gemm.transB
            global-average identity input.bn input.div input.mul input.relu input.sub leaky matmul maxpool
            maxpool.ceil mode.CEIL.activation mode.CEIL.bias mode.CEIL.weights mode.DOWN.activation
            mode.DOWN.bias mode.DOWN.trunc mode.DOWN.weights mode.FLOOR.activation mode.FLOOR.bias
            mode.FLOOR.weights mode.HALF_DOWN.activation mode.HALF_DOWN.bias mode.HALF_DOWN.trunc
            mode.HALF_DOWN.weights mode.HALF_EVEN.activation mode.HALF_EVEN.bias mode.HALF_EVEN.trunc
            mode.HALF_EVEN.weights mode.HALF_UP.activation mode.HALF_UP.bias mode.HALF_UP.trunc
            mode.HALF_UP.weights mode.ROUND.activation mode.ROUND.bias mode.ROUND.trunc mode.ROUND.weights
            mode.UP.activation mode.UP.bias mode.UP.trunc mode.UP.weights mode.absent mode.lower-case
            mul-div.perchannel mul-div.scalar narrow.signed narrow.unsigned operator.IntQuant operator.Quant
            quant.again relu relu.after-quant reshape reshape.lift residual residual.two-branches
            scale.negative.activation scale.negative.weights scale.of-products scale.perchannel.activation
            scale.perchannel.weights signed trunc.v1 trunc.v2 unsigned weights.float weights.transpose
            zp.fraction zp.int64 zp.outside-codes zp.weights zp.whole
            """;

    private static final String FLOAT =
            """
            Add.constant-first.perchannel Add.constant-first.scalar Add.perchannel Add.scalar Div.perchannel
            Div.scalar Mul.constant-first.perchannel Mul.constant-first.scalar Mul.perchannel Mul.scalar
            Sub.constant-first.perchannel Sub.constant-first.scalar Sub.perchannel Sub.scalar auto_pad.NOTSET
            auto_pad.SAME_LOWER auto_pad.SAME_UPPER auto_pad.VALID average average.ceil average.dilations
            average.include-false average.include-true bn cast clip.attributes clip.inputs constant-node conv.1d
            conv.2d conv.bias conv.group dilations dropout end.sigmoid end.softmax flatten flatten.zero
            folded.arithmetic folded.identity folded.reshape folded.transpose gemm gemm.alpha gemm.beta
            global-average identity leaky.0-or-1 leaky.default leaky.flat leaky.negative leaky.steep matmul
            maxpool maxpool.ceil pad-by-nothing pads relu reshape reshape.gather reshape.other reshape.slice
            residual residual.double squeeze strides transpose unsqueeze unsqueeze-squeeze
            """;

    private GraphFeatures() {}

    static Set<String> qonnx() {
        return names(QONNX);
    }

    static Set<String> floats() {
        Set<String> names = names(FLOAT);
        IntStream.rangeClosed(7, 21).forEach(opset -> names.add("opset " + opset));
        return names;
    }

    private static Set<String> names(String text) {
        return new TreeSet<>(Set.of(text.strip().split("\\s+")));
    }
}
