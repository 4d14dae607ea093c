// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.pulse.PulseVerification.Method;
import io.fluxmill.cli.pulse.PulseVerification.Point;
import io.fluxmill.driver.pulse.FeaturePacket;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.Adc;
import io.fluxmill.quantizer.pulse.detector.Estimate;
import io.fluxmill.quantizer.pulse.detector.FisherInformation;
import io.fluxmill.quantizer.pulse.detector.FisherInformation.Bound;
import io.fluxmill.quantizer.pulse.detector.FractionTiming;
import io.fluxmill.quantizer.pulse.detector.MaximumLikelihoodFit;
import io.fluxmill.quantizer.pulse.detector.PulseStream;
import io.fluxmill.quantizer.pulse.detector.Residuals;
import io.fluxmill.quantizer.pulse.map.ClassicalFilter;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import io.fluxmill.quantizer.pulse.reference.ClassicalReference;
import io.fluxmill.quantizer.pulse.reference.PulseEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Times and amplitudes by every method, beside the truth.
 *
 * @param setup pulse, noise and front end of these events
 * @param unmatched events without a pulse, or with more than one
 * @param missed pulses without an event
 */
record PulseEstimates(Acquisition setup, List<Matched> events, int unmatched, int missed) {
    private static final int BOUND_EVENTS = 500;

    /**
     * An event and its pulse.
     *
     * @param time beginning of the pulse, samples of the window
     * @param amplitude ADC counts
     */
    record Matched(double time, double amplitude, PulseEvent event, FeaturePacket packet) {
        int[] classicalWords() {
            int[] words = packet.words();
            return Arrays.copyOfRange(words, words.length - ClassicalReference.WORDS, words.length);
        }

        /** An estimate of the classical chain; NaN without a crossing. */
        Estimate chain(Function<int[], Estimate> estimator) {
            return packet.noCrossing() ? new Estimate(Double.NaN, Double.NaN) : estimator.apply(classicalWords());
        }

        double[] samples() {
            return Arrays.stream(event.samples())
                    .mapToDouble(y -> (double) y / Acquisition.SUBCOUNTS)
                    .toArray();
        }
    }

    /** Matches events with the pulses that begin in their windows before the trigger's sample, or at most one after it. */
    static PulseEstimates match(
            Acquisition setup, PulseStream stream, List<PulseEvent> events, List<FeaturePacket> packets) {
        List<Matched> matched = new ArrayList<>();
        List<PulseStream.Pulse> pulses = stream.pulses();
        int unmatched = 0;
        int seen = 0;
        int at = 0;
        for (int i = 0; i < Math.min(events.size(), packets.size()); i++) {
            double start = events.get(i).stamp() - setup.pretrigger();
            while (at < pulses.size() && pulses.get(at).timeSamples() < start) {
                at++;
            }
            int inside = at;
            while (inside < pulses.size() && pulses.get(inside).timeSamples() < start + setup.window()) {
                inside++;
            }
            if (inside - at == 1) {
                PulseStream.Pulse pulse = pulses.get(at);
                matched.add(new Matched(pulse.timeSamples() - start, pulse.amplitude(), events.get(i), packets.get(i)));
            } else {
                unmatched++;
            }
            seen += inside - at;
        }
        return new PulseEstimates(setup, matched, unmatched, pulses.size() - seen);
    }

    /** The estimates of several streams of one setup. */
    static PulseEstimates together(List<PulseEstimates> parts) {
        return new PulseEstimates(
                parts.get(0).setup,
                parts.stream().flatMap(part -> part.events.stream()).toList(),
                parts.stream().mapToInt(PulseEstimates::unmatched).sum(),
                parts.stream().mapToInt(PulseEstimates::missed).sum());
    }

    /**
     * All methods; the first one is the network where there is one.
     *
     * @param at what the point stands for
     * @param network null without one
     * @param chain null without a classical chain
     */
    Point point(double at, PulseNetwork network, ClassicalFilter chain) {
        List<Method> methods = new ArrayList<>();
        if (network != null) {
            methods.add(new Method(
                    "network",
                    true,
                    statistics(times(networkTime(network))),
                    statistics(amplitudes(networkAmplitude(network)))));
        }
        if (chain != null) {
            methods.add(new Method(
                    "optimal filter",
                    true,
                    statistics(times(e -> e.chain(chain::filtered).timeSamples())),
                    statistics(amplitudes(e -> e.chain(chain::filtered).amplitude()))));
            methods.add(new Method(
                    "CFD",
                    true,
                    statistics(times(e -> e.chain(words -> new Estimate(chain.cfdTime(words), 0))
                            .timeSamples())),
                    null));
            methods.add(new Method(
                    "trapezoid", true, null, statistics(amplitudes(e -> chain.trapezoid(e.classicalWords())))));
        }
        methods.addAll(software());
        MeanBound bound = bound();
        return new Point(at, events.size(), unmatched, missed, bound.timePs(), bound.amplitudePercent(), methods);
    }

    private static Residuals statistics(Optional<double[]> residuals) {
        return residuals.map(Residuals::of).orElse(null);
    }

    /** Methods in double precision, on the same samples. */
    private List<Method> software() {
        double periodNs = setup.adc().periodNs();
        MaximumLikelihoodFit fit = new MaximumLikelihoodFit(
                setup.shape(), periodNs, setup.noise().covariance(setup.window(), Adc.QUANTISATION), true);
        List<Estimate> fits = events.parallelStream()
                .map(e -> fit.fit(e.samples(), new Estimate(e.time(), e.amplitude())))
                .toList();
        double[] time = new double[fits.size()];
        double[] amplitude = new double[fits.size()];
        for (int i = 0; i < fits.size(); i++) {
            time[i] = (fits.get(i).timeSamples() - events.get(i).time()) * 1000 * periodNs;
            amplitude[i] = 100 * (fits.get(i).amplitude() / events.get(i).amplitude() - 1);
        }
        return List.of(
                new Method("maximum likelihood", false, Residuals.of(time), Residuals.of(amplitude)),
                new Method(
                        "interpolated CFD",
                        false,
                        statistics(times(e -> FractionTiming.interpolated(e.samples(), 0.5))),
                        null),
                new Method(
                        "leading edge",
                        false,
                        statistics(times(e -> FractionTiming.leadingEdge(e.samples(), e.amplitude() / 2))),
                        null));
    }

    /** The real value of the network's output of this name, if it has one. */
    private static ToDoubleFunction<Matched> output(PulseNetwork network, String name) {
        for (int i = 0; i < network.outputs().size(); i++) {
            Output output = network.outputs().get(i);
            int index = i;
            if (output.name().equals(name)) {
                return e -> e.packet().outputs()[index] * output.scale() + output.offset();
            }
        }
        return null;
    }

    private static ToDoubleFunction<Matched> networkTime(PulseNetwork network) {
        return output(network, "time");
    }

    /** In ADC counts: the network's output over the event's gain. */
    private static ToDoubleFunction<Matched> networkAmplitude(PulseNetwork network) {
        ToDoubleFunction<Matched> elements = output(network, "amplitude");
        return elements == null
                ? null
                : e -> Math.scalb(elements.applyAsDouble(e), e.event().shift())
                        / e.event().gain()
                        / Acquisition.SUBCOUNTS;
    }

    /** Residuals in picoseconds; none without an estimator, or if too few events have an estimate. */
    private Optional<double[]> times(ToDoubleFunction<Matched> estimator) {
        return residuals(
                estimator,
                (estimate, e) -> (estimate - e.time()) * 1000 * setup.adc().periodNs());
    }

    /** Residuals in per cent. */
    private Optional<double[]> amplitudes(ToDoubleFunction<Matched> estimator) {
        Optional<double[]> ratios = residuals(estimator, (estimate, e) -> estimate / e.amplitude());
        ratios.ifPresent(values -> {
            double mean = Arrays.stream(values).average().orElse(1);
            for (int i = 0; i < values.length; i++) {
                values[i] = 100 * (values[i] / mean - 1);
            }
        });
        return ratios;
    }

    private interface Residual {
        double of(double estimate, Matched event);
    }

    private Optional<double[]> residuals(ToDoubleFunction<Matched> estimator, Residual residual) {
        if (estimator == null) {
            return Optional.empty();
        }
        double[] values = events.stream()
                .mapToDouble(e -> residual.of(estimator.applyAsDouble(e), e))
                .filter(Double::isFinite)
                .toArray();
        return values.length < 2 ? Optional.empty() : Optional.of(values);
    }

    /** Time residuals of the network, or else of the optimal filter; picoseconds. */
    double[] timeResiduals(PulseNetwork network, ClassicalFilter chain) {
        return times(
                        network != null
                                ? networkTime(network)
                                : e -> e.chain(chain::filtered).timeSamples())
                .orElse(new double[0]);
    }

    /** The same of the amplitude, per cent. */
    double[] amplitudeResiduals(PulseNetwork network, ClassicalFilter chain) {
        return amplitudes(
                        network != null
                                ? networkAmplitude(network)
                                : e -> e.chain(chain::filtered).amplitude())
                .orElse(new double[0]);
    }

    private record MeanBound(double timePs, double amplitudePercent) {}

    /** Root of the mean squared bound of some of the events. */
    private MeanBound bound() {
        FisherInformation information = FisherInformation.of(setup);
        double time = 0;
        double amplitude = 0;
        int count = Math.min(events.size(), BOUND_EVENTS);
        for (Matched event : events.subList(0, count)) {
            Bound bound = information.bound(event.time(), event.amplitude(), true);
            time += bound.timePs() * bound.timePs() / count;
            amplitude += bound.amplitudePercent() * bound.amplitudePercent() / count;
        }
        return new MeanBound(Math.sqrt(time), Math.sqrt(amplitude));
    }

    /** Each residual of the network divided by the bound of its event: of the time, or of the amplitude. */
    Residuals overBound(PulseNetwork network, boolean time) {
        FisherInformation information = FisherInformation.of(setup);
        ToDoubleFunction<Matched> estimator = time ? networkTime(network) : networkAmplitude(network);
        if (estimator == null) {
            return null;
        }
        double[] values = events.parallelStream()
                .mapToDouble(e -> {
                    Bound bound = information.bound(e.time(), e.amplitude(), true);
                    double estimate = estimator.applyAsDouble(e);
                    return time
                            ? (estimate - e.time()) * 1000 * setup.adc().periodNs() / bound.timePs()
                            : (estimate - e.amplitude()) / bound.amplitudeCounts();
                })
                .toArray();
        return Residuals.of(values);
    }

    /** The events with amplitudes in a range. */
    PulseEstimates between(double low, double high) {
        return new PulseEstimates(
                setup,
                events.stream()
                        .filter(e -> e.amplitude() >= low && e.amplitude() < high)
                        .toList(),
                0,
                0);
    }
}
