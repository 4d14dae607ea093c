// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.Estimate;
import io.fluxmill.quantizer.pulse.detector.FisherInformation;
import io.fluxmill.quantizer.pulse.detector.OptimalFilter;
import io.fluxmill.quantizer.pulse.detector.OptimalFilter.Coefficients;
import io.fluxmill.quantizer.pulse.reference.ClassicalReference;
import java.util.Arrays;
import java.util.List;

/**
 * The classical chain set up for a pulse of known shape: the optimal filter's banks cover the range in which pulses begin relative to the
 * trigger, and the CFD, whose offset from the beginning is measured on the noiseless pulse, chooses among them.
 *
 * @param settings for the hardware
 * @param firstBank time at the middle of bank 0, samples of the window
 * @param bankSamples distance of two banks
 * @param offset CFD time of a pulse that begins at 0, samples
 * @param fraction fractional bits of A and A tau, in sixteenths of a count
 */
public record ClassicalFilter(
        ClassicalSettings settings, double firstBank, double bankSamples, double offset, int fraction) {
    private static final int TIME_UNITS = 1024;
    private static final int COEFFICIENT_BITS = 18;

    /** More fractional bits could carry amplitudes of 16-bit ADCs beyond 31 bits. */
    private static final int MOST_FRACTION = 10;

    /** Pulses reach at most this share of their height before they trigger; smaller pulses use the outer banks. */
    private static final double TRIGGER_SHARE = 1.0 / 3;

    private static final int LEAST_SPAN = 4;

    private static final double ARM_SIGMAS = 5;

    private static final int PHASES = 64;

    /**
     * Settings for a pulse.
     *
     * @param banks of the design's optimal filter, a power of two
     * @param filterSamples of the design's optimal filter
     * @throws InputException if the CFD cannot work on this pulse
     */
    public static ClassicalFilter of(Acquisition setup, Shaping section, int banks, int filterSamples) {
        double offset = crossing(setup, section);
        int span = span(setup);
        int unitsLog2 = Integer.numberOfTrailingZeros(span * TIME_UNITS) - Integer.numberOfTrailingZeros(banks);
        double bankSamples = Math.scalb(1.0, unitsLog2) / TIME_UNITS;
        double from = setup.pretrigger() - span + 0.25;
        int length = Math.min(setup.window(), filterSamples);
        Acquisition filtered = new Acquisition(
                setup.shape(),
                setup.adc(),
                setup.noise(),
                setup.threshold(),
                length,
                Math.min(setup.pretrigger(), length - 1),
                setup.baselineShift());
        Coefficients coefficients = OptimalFilter.of(
                        FisherInformation.of(filtered), from, from + banks * bankSamples, banks, true)
                .coefficients(COEFFICIENT_BITS);
        int fraction = Math.min(MOST_FRACTION, Math.min(coefficients.amplitudeFraction(), coefficients.timeFraction()));
        ClassicalSettings settings = settings(
                setup,
                section,
                (int) Math.rint((from + offset) * TIME_UNITS),
                unitsLog2,
                coefficients.amplitudeFraction() - fraction,
                coefficients.timeFraction() - fraction,
                rows(coefficients.amplitude()),
                rows(coefficients.amplitudeTime()));
        return new ClassicalFilter(settings, from + bankSamples / 2, bankSamples, offset, fraction);
    }

    /** Level that arms the CFD, 2^-12 counts: above its noise as far as pulses of half of full scale allow. */
    private static int arm(Acquisition setup, Shaping section) {
        double signal = setup.threshold() * section.fraction() / 2;
        double noise = ARM_SIGMAS * setup.noise().sigma() * Math.hypot(1, section.fraction());
        double most = setup.adc().fullScale() / 2 * largest(setup, section);
        return (int) Math.min(
                (1 << 30) - 1, Math.rint(Math.min(most, Math.max(signal, noise)) * Acquisition.SUBCOUNTS * 256));
    }

    /** Largest value of the CFD for a noiseless pulse of height 1. */
    private static double largest(Acquisition setup, Shaping section) {
        double periodNs = setup.adc().periodNs();
        double largest = 0;
        for (int i = 0; i < setup.window() * PHASES; i++) {
            double since = (double) i / PHASES * periodNs;
            double delayed = setup.shape().value(since - section.delay() * periodNs);
            largest = Math.max(largest, section.fraction() * setup.shape().value(since) - delayed);
        }
        return largest;
    }

    /** Samples before the trigger in which pulses begin: a power of two. */
    private static int span(Acquisition setup) {
        int samples = 1;
        while (setup.shape().value(samples * setup.adc().periodNs()) < TRIGGER_SHARE) {
            samples++;
        }
        return Math.max(LEAST_SPAN, Integer.highestOneBit(2 * samples - 1));
    }

    private static List<List<Integer>> rows(int[][] banks) {
        return Arrays.stream(banks)
                .map(bank -> Arrays.stream(bank).boxed().toList())
                .toList();
    }

    private static ClassicalSettings settings(
            Acquisition setup,
            Shaping section,
            int bankOrigin,
            int bankShift,
            int amplitudeShift,
            int timeShift,
            List<List<Integer>> amplitude,
            List<List<Integer>> time) {
        return new ClassicalSettings(
                section.pole(setup.adc().periodNs()),
                section.rise(),
                section.flat(),
                section.pick(),
                section.fractionCode(),
                section.delay(),
                arm(setup, section),
                bankOrigin,
                bankShift,
                0,
                amplitudeShift,
                timeShift,
                amplitude,
                time);
    }

    /** Mean CFD time of noiseless pulses, minus the times at which they begin. */
    private static double crossing(Acquisition setup, Shaping section) {
        List<List<Integer>> none = List.of(List.of(0));
        ClassicalReference reference = new ClassicalReference(
                settings(setup, section, 0, 31, 0, 0, none, none),
                setup.pretrigger(),
                setup.adc().bits());
        double sum = 0;
        for (int phase = 0; phase < PHASES; phase++) {
            double begin = setup.pretrigger() - 1 + (phase + 0.5) / PHASES;
            int[] samples = new int[setup.window()];
            for (int i = 0; i < samples.length; i++) {
                double since = (i - begin) * setup.adc().periodNs();
                samples[i] = (int) Math.rint(setup.adc().fullScale()
                        * Acquisition.SUBCOUNTS
                        * setup.shape().value(since));
            }
            ClassicalReference.Result result = reference.run(samples);
            if (result.noCrossing()) {
                throw new InputException(
                        "classical.delay and classical.fraction must make the CFD cross zero within the window: delay="
                                + section.delay() + " fraction=" + section.fraction(),
                        "use a shorter delay or a longer window");
            }
            sum += (result.words()[0] & 0xFFFFFF) / (double) TIME_UNITS - begin;
        }
        return sum / PHASES;
    }

    /** Beginning of the pulse by the CFD, samples of the window. {@code words} are the classical words of a packet, {@code [6]}. */
    public double cfdTime(int[] words) {
        return (words[0] & 0xFFFFFF) / (double) TIME_UNITS - offset;
    }

    /** Beginning and amplitude by the optimal filter: samples of the window, ADC counts. */
    public Estimate filtered(int[] words) {
        int bank = words[0] >>> 24;
        return new Estimate(
                firstBank + bank * bankSamples + words[5] / (double) TIME_UNITS,
                Math.scalb((double) words[3], -fraction) / Acquisition.SUBCOUNTS);
    }

    /** Largest value of the trapezoid, in ADC counts for steps. */
    public double trapezoid(int[] words) {
        return (double) words[1] / settings.rise() / Acquisition.SUBCOUNTS;
    }
}
