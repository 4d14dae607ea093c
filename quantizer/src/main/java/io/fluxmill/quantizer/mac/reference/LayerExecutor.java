// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.reference;

import io.fluxmill.core.program.mac.HostExecutor;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Host;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.map.StepMapping;
import java.util.List;

/** One layer over tensors of codes, {@code [samples][elements]} each. Immutable; one {@link Worker} for each thread. */
interface LayerExecutor {
    /** Computes one sample. */
    interface Worker {
        void run(short[][] tensors, int sample);
    }

    /** A worker with its own scratch space. */
    Worker worker();

    static LayerExecutor of(QuantizedNetwork network, Layer layer) {
        if (layer instanceof Host host) {
            List<MacProgram.Value> values =
                    network.tensors().stream().map(StepMapping::value).toList();
            HostExecutor executor = HostExecutor.of(host.step(), values);
            return () -> executor::run;
        }
        Matrix matrix = (Matrix) layer;
        int in = network.tensors().get(matrix.input()).shape().elements();
        int out = network.tensors().get(matrix.output()).shape().elements();
        MatrixExecutor executor = new MatrixExecutor(
                matrix,
                network.tensors().get(matrix.input()).format(),
                network.tensors().get(matrix.input()).shape(),
                network.tensors().get(matrix.output()).shape());
        return () -> {
            MatrixExecutor.Buffers buffers = executor.new Buffers();
            return (tensors, sample) ->
                    executor.run(tensors[matrix.input()], sample * in, tensors[matrix.output()], sample * out, buffers);
        };
    }
}
