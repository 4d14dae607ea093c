// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.hw.pulse.PulseConfig;
import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.data.NumericArray;
import io.fluxmill.quantizer.data.NumericFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The section {@code records}: pulses that a detector's ADC recorded, whose truth is not known. The file holds records of one length, {@code
 * [records][samples]}; without a shape of its own it is unsigned 16-bit little-endian samples, one record after the other.
 *
 * @param samples of a record; 0 to take it from the file
 * @param threshold of the trigger over the running baseline, ADC counts
 */
record RecordedPulses(
        DataFile file,
        int samples,
        double periodNs,
        double threshold,
        int window,
        int pretrigger,
        int baselineShift,
        int adcBits) {
    /** Of any engine. */
    private static final int MOST_ADC_BITS = 16;

    private static final int LEAST_SAMPLES = 64;
    private static final int MOST_SAMPLES = 1 << 20;

    static RecordedPulses from(ConfigNode node, PulseConfig engine, NamedFiles files) {
        ConfigNode trigger = node.node("trigger");
        int window = node.integer("window", 16, engine.windowSamples());
        DataFile file = file(node, files);
        boolean shapeless = file.isRaw();
        RecordedPulses records = new RecordedPulses(
                file,
                shapeless || node.has("samples") ? node.integer("samples", LEAST_SAMPLES, MOST_SAMPLES) : 0,
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

    /** A file whose name does not tell its kind is of uint16, as digitisers write it. */
    private static DataFile file(ConfigNode node, NamedFiles files) {
        files.checkData(node, "file");
        DataFile file = DataFile.of(node, "file").withType(node.choice("type", DataFile.TYPES, "auto"));
        return file.kind() == null ? file.withType("uint16") : file;
    }

    /**
     * The records, ADC codes, each with its last sample repeated {@link #pretrigger} times, because the front end sees an event's last sample
     * that much later.
     *
     * @throws InputException if the file is damaged or not whole records, or a sample is no code of the ADC
     */
    List<int[]> read() {
        NumericArray array = NumericFile.read(file);
        int length = length(array);
        return IntStream.range(0, array.elements() / length)
                .mapToObj(index -> record(array, index, length))
                .toList();
    }

    /** Samples of a record in the file. */
    private int length(NumericArray array) {
        int[] dims = array.dims();
        if (dims.length > 2 || (dims.length < 2 && samples == 0)) {
            throw new InputException(
                    file + ": must be an array [records][samples]: shape=" + Arrays.toString(dims),
                    dims.length > 2
                            ? "save it with two dimensions, for example numpy.save(file, x.reshape(len(x), -1))"
                            : "set records.samples to the samples of one record");
        }
        int length = dims.length == 2 ? dims[1] : samples;
        if (samples != 0 && length != samples) {
            throw new InputException(
                    file + ": must be records of " + samples + " samples: shape=" + Arrays.toString(dims),
                    "set records.samples to " + length + ", or leave it out");
        }
        if (array.elements() % length != 0) {
            throw new InputException(
                    file + ": must be whole records of " + samples + " samples: values=" + array.elements(),
                    "check records.samples, and that the file is complete");
        }
        if (length < LEAST_SAMPLES || length > MOST_SAMPLES) {
            throw new InputException(
                    file + ": a record must have " + LEAST_SAMPLES + " to " + MOST_SAMPLES + " samples: samples="
                            + length,
                    "save one record in each row");
        }
        return length;
    }

    private int[] record(NumericArray array, int index, int length) {
        int[] record = new int[length + pretrigger];
        for (int i = 0; i < length; i++) {
            double value = array.get(index * length + i);
            if (value != Math.rint(value) || !(value >= 0 && value < 1 << adcBits)) {
                throw new InputException(
                        file + ": samples must be ADC codes from 0 to " + ((1 << adcBits) - 1)
                                + ", of engine.adc-bits (" + adcBits + "): record=" + index + " sample=" + i + " value="
                                + number(value),
                        value >= 1 << adcBits && value < 1 << MOST_ADC_BITS
                                ? "raise engine.adc-bits"
                                : "save the codes of the ADC as unsigned whole numbers");
            }
            record[i] = (int) value;
        }
        Arrays.fill(record, length, record.length, record[length - 1]);
        return record;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? Long.toString((long) value) : "" + value;
    }
}
