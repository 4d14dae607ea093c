// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.pulse.detector.Pulses;
import io.fluxmill.quantizer.pulse.read.PulseNetworkFile;
import io.fluxmill.quantizer.pulse.train.PulseTopology.Convolution;
import io.fluxmill.quantizer.pulse.train.PulseTrainConfig.Phase;
import io.fluxmill.quantizer.pulse.train.PulseTrainResult.Resolution;
import io.fluxmill.quantizer.train.NeedsPyTorch;
import io.fluxmill.quantizer.train.TrainingLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short trainings: far from the bound, but every part at work. */
@NeedsPyTorch
class PulseTrainerTest {
    @TempDir
    private Path folder;

    private PulseTrainConfig config(int activationBits, int steps) {
        PulseTopology topology =
                new PulseTopology(32, List.of(new Convolution(8, 4, 2), new Convolution(16, 4, 2)), List.of(16, 2));
        return new PulseTrainConfig(
                "short",
                folder.resolve("short.json"),
                null,
                Pulses.scenario(),
                0.5,
                topology,
                activationBits,
                1,
                1,
                256,
                new Phase(steps, 0.003),
                new Phase(steps / 10, 0.001),
                new Phase(steps, 0.001));
    }

    /** The integers of the reference do what the rounded floats did; and learning helps. */
    @Test
    void integersDoWhatTheTrainingSaw() {
        for (int bits : new int[] {8, 16}) {
            List<String> messages = new ArrayList<>();
            PulseTrainResult result = PulseTrainer.train(config(bits, 700), messages::add);
            Resolution reached = result.after();
            assertEquals(64.0, reached.boundTimePs(), 0.1);
            assertTrue(reached.timePs() < 800, bits + " bits: " + messages);
            assertTrue(reached.amplitudePercent() < 1.5, bits + " bits: " + messages);
            String rounded = messages.get(messages.size() - 2);
            String integers = messages.get(messages.size() - 1);
            assertEquals(time(rounded), time(integers), 0.03 * time(rounded), rounded + "; " + integers);
            assertEquals(
                    16 * 8 * 4 + 8 * 16 * 32 + 16 * 128 + 32, result.network().macs());
        }
    }

    private static double time(String message) {
        return Double.parseDouble(message.replaceFirst(".*: time ([0-9.]+) ps.*", "$1"));
    }

    @Test
    void sameSeedGivesTheSameNetwork() {
        String first = PulseNetworkFile.toJson(
                PulseTrainer.train(config(8, 40), TrainingLog.NONE).network());
        assertEquals(
                first,
                PulseNetworkFile.toJson(
                        PulseTrainer.train(config(8, 40), TrainingLog.NONE).network()));
    }
}
