// SPDX-License-Identifier: Apache-2.0
package example;

import io.fluxmill.driver.device.Device;
import java.util.Map;

/** The driver of a filter: the same in simulation and on a board. */
public final class FirFilter {
    private static final String IN = "s_axis_samples";
    private static final String OUT = "m_axis_sums";
    /** For a whole exchange, also with streams that pause most of the time. */
    private static final long CYCLES_A_SAMPLE = 1_000;

    private final Device device;

    /** @throws io.fluxmill.driver.device.DeviceException if the hardware is not what the device's manifest says */
    public FirFilter(Device device) {
        device.identify();
        this.device = device;
    }

    /** Writes the coefficients and forgets all samples. */
    public void load(short[] taps) {
        for (int tap = 0; tap < taps.length; tap++) {
            device.write("TAP" + tap, Map.of("tap", Short.toUnsignedInt(taps[tap])));
        }
        device.write("CONTROL", Map.of("clear", 1));
    }

    /** The sums of more samples. */
    public long[] filter(short[] samples) {
        long[] beats = new long[samples.length];
        for (int i = 0; i < beats.length; i++) {
            beats[i] = samples[i];
        }
        long timeout = CYCLES_A_SAMPLE * (samples.length + 1L);
        long[] sums = device.exchange(Map.of(IN, beats), Map.of(OUT, beats.length), timeout)
                .get(OUT);
        for (int i = 0; i < sums.length; i++) {
            int unused = Long.SIZE - Fir.SUM_BITS;
            sums[i] = sums[i] << unused >> unused;
        }
        return sums;
    }

    /** Samples since the coefficients were loaded. */
    public long samples() {
        return device.counter("SAMPLES");
    }
}
