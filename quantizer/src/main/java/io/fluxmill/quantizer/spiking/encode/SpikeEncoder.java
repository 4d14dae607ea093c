// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.encode;

/** Makes spikes of codes: the bit-exact twin of the engine's encoder. */
public final class SpikeEncoder {
    private final Encoding encoding;
    private final int[] latencies;

    public SpikeEncoder(Encoding encoding) {
        this.encoding = encoding;
        latencies = encoding.kind() == Encoding.Kind.LATENCY ? encoding.latencies() : null;
    }

    /**
     * The spikes of a sample.
     *
     * @param codes {@code [ticks][values]} of delta coding, else {@code [1][values]}
     * @param sample its number in its file
     * @return values of spikes, {@code [ticks][inputs]}
     */
    public int[][] encode(int[][] codes, int sample) {
        return switch (encoding.kind()) {
            case DIRECT -> direct(codes[0]);
            case RATE -> rate(codes[0], Lfsr.of(encoding.seed(), sample));
            case LATENCY -> latency(codes[0]);
            case DELTA -> delta(codes);
        };
    }

    private int[][] direct(int[] codes) {
        int[][] spikes = new int[encoding.ticks()][];
        for (int t = 0; t < spikes.length; t++) {
            spikes[t] = codes.clone();
        }
        return spikes;
    }

    private int[][] rate(int[] codes, Lfsr lfsr) {
        int[][] spikes = new int[encoding.ticks()][codes.length];
        for (int[] tick : spikes) {
            for (int i = 0; i < codes.length; i++) {
                int r = lfsr.next() & encoding.most();
                tick[i] = codes[i] > r ? 1 : 0;
            }
        }
        return spikes;
    }

    private int[][] latency(int[] codes) {
        int[][] spikes = new int[encoding.ticks()][codes.length];
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] > 0) {
                spikes[latencies[codes[i]]][i] = 1;
            }
        }
        return spikes;
    }

    private int[][] delta(int[][] codes) {
        int values = codes[0].length;
        int[][] spikes = new int[codes.length][encoding.inputs(values)];
        int[] kept = new int[values];
        for (int t = 0; t < codes.length; t++) {
            for (int i = 0; i < values; i++) {
                int x = codes[t][i];
                boolean on = x - kept[i] >= encoding.threshold();
                boolean off = kept[i] - x >= encoding.threshold();
                if (on) {
                    spikes[t][i] = 1;
                } else if (off && encoding.offSpikes()) {
                    spikes[t][values + i] = 1;
                }
                if (on || off || encoding.everyTick()) {
                    kept[i] = x;
                }
            }
        }
        return spikes;
    }
}
