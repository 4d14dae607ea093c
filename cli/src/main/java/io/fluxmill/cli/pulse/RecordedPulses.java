// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.hw.pulse.PulseConfig;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The section {@code records}: pulses that a detector's ADC recorded, whose truth is not known. The file holds records of one
 * length, one after the other, as unsigned 16-bit little-endian samples.
 *
 * @param samples of a record
 * @param threshold of the trigger over the running baseline, ADC counts
 */
record RecordedPulses(
        Path file,
        int samples,
        double periodNs,
        double threshold,
        int window,
        int pretrigger,
        int baselineShift,
        int adcBits) {
    static RecordedPulses from(ConfigNode node, PulseConfig engine, NamedFiles files) {
        ConfigNode trigger = node.node("trigger");
        int window = node.integer("window", 16, engine.windowSamples());
        RecordedPulses records = new RecordedPulses(
                files.required(node, "file"),
                node.integer("samples", 64, 1 << 20),
                node.number("period-ns", 0.001, 1e9),
                trigger.number("threshold", 1.0 / 16, 65_535),
                window,
                trigger.integer("pretrigger", 0, window - 1),
                trigger.integer("baseline-shift", 1, 15, 8),
                engine.adcBits());
        trigger.rejectUnknown();
        node.rejectUnknown();
        return records;
    }

    /**
     * The records, ADC codes, each with its last sample repeated {@link #pretrigger} times, because the front end sees an event's last sample
     * that much later.
     *
     * @throws InputException if the file is not whole records, or a sample is beyond the ADC's range
     */
    List<int[]> read() {
        int recordBytes = samples * Short.BYTES;
        List<int[]> records = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] bytes = in.readNBytes(recordBytes);
            for (; bytes.length == recordBytes; bytes = in.readNBytes(recordBytes)) {
                records.add(record(bytes, records.size()));
            }
            if (bytes.length > 0 || records.isEmpty()) {
                throw new InputException(
                        file + ": must be whole records of " + samples + " samples, " + recordBytes
                                + " bytes each: bytes=" + ((long) records.size() * recordBytes + bytes.length),
                        "check records.samples, and that the file is complete");
            }
        } catch (IOException e) {
            throw new InputException(
                    file + ": cannot be read: " + e.getMessage(), "check that it is a file you may read");
        }
        return records;
    }

    private int[] record(byte[] bytes, int index) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] record = new int[samples + pretrigger];
        for (int i = 0; i < samples; i++) {
            record[i] = words.getShort() & 0xFFFF;
            if (record[i] >>> adcBits != 0) {
                throw new InputException(
                        file + ": samples must fit in engine.adc-bits (" + adcBits + "): record=" + index + " sample="
                                + i + " value=" + record[i],
                        "raise engine.adc-bits");
            }
        }
        Arrays.fill(record, samples, record.length, record[samples - 1]);
        return record;
    }
}
