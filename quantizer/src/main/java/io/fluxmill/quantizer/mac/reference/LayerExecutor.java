// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.reference;

import io.fluxmill.core.program.mac.HostSteps;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Add;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Pool;
import io.fluxmill.quantizer.mac.map.StepMapping;
import java.util.List;

/** One layer over tensors of codes, {@code [samples][elements]} each. Immutable; one {@link Worker} for each thread. */
sealed interface LayerExecutor {
    /** Computes one sample. */
    interface Worker {
        void run(List<short[]> tensors, int sample);
    }

    /** A worker with its own scratch space. */
    Worker worker();

    static LayerExecutor of(QuantizedNetwork network, Layer layer) {
        List<MacProgram.Value> values =
                network.tensors().stream().map(StepMapping::value).toList();
        if (layer instanceof Matrix matrix) {
            return new MatrixStep(
                    matrix,
                    new MatrixExecutor(
                            matrix,
                            network.tensors().get(matrix.input()).shape(),
                            network.tensors().get(matrix.output()).shape()),
                    values);
        }
        if (layer instanceof Pool pool) {
            return new PoolStep(
                    StepMapping.pool(pool, network.tensors().get(pool.output()).shape()), values);
        }
        return new AddStep(StepMapping.add((Add) layer), values);
    }

    record MatrixStep(Matrix layer, MatrixExecutor executor, List<MacProgram.Value> values) implements LayerExecutor {
        @Override
        public Worker worker() {
            MatrixExecutor.Buffers buffers = executor.new Buffers();
            int in = values.get(layer.input()).elements();
            int out = values.get(layer.output()).elements();
            return (tensors, sample) -> executor.run(
                    tensors.get(layer.input()), sample * in, tensors.get(layer.output()), sample * out, buffers);
        }
    }

    record PoolStep(MacProgram.PoolStep step, List<MacProgram.Value> values) implements LayerExecutor {
        @Override
        public Worker worker() {
            MacProgram.Value in = values.get(step.input());
            MacProgram.Value out = values.get(step.output());
            return (tensors, sample) -> HostSteps.pool(
                    step,
                    in,
                    tensors.get(step.input()),
                    sample * in.elements(),
                    out,
                    tensors.get(step.output()),
                    sample * out.elements());
        }
    }

    record AddStep(MacProgram.AddStep step, List<MacProgram.Value> values) implements LayerExecutor {
        @Override
        public Worker worker() {
            MacProgram.Value left = values.get(step.left());
            MacProgram.Value right = values.get(step.right());
            MacProgram.Value out = values.get(step.output());
            return (tensors, sample) -> HostSteps.add(
                    step,
                    left,
                    tensors.get(step.left()),
                    sample * left.elements(),
                    right,
                    tensors.get(step.right()),
                    sample * right.elements(),
                    out,
                    tensors.get(step.output()),
                    sample * out.elements());
        }
    }
}
