// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

/**
 * The shape of a pulse of height 1 that begins at time 0, in nanoseconds. Values come from {@link StrictMath}: the same on
 * every JVM.
 */
public sealed interface PulseShape {
    /** {@code g(t)}; 0 before the pulse begins; 1 at its maximum. */
    double value(double timeNs);

    /** {@code dg/dt}, per nanosecond. */
    double slope(double timeNs);

    /** Time of the maximum after the beginning. */
    double peakNs();

    /**
     * A differentiator and n integrators: {@code (t/τp)^n · exp(n(1 − t/τp))}.
     *
     * @param order n, 1 or more
     * @param peakNs τp, above 0
     */
    record CrRc(int order, double peakNs) implements PulseShape {
        public CrRc {
            if (order < 1 || !(peakNs > 0)) {
                throw new IllegalArgumentException(
                        "order must be 1 or more and peakNs above 0: order=" + order + " peakNs=" + peakNs);
            }
        }

        @Override
        public double value(double timeNs) {
            double u = timeNs / peakNs;
            return u <= 0 ? 0 : power(u, order) * StrictMath.exp(order * (1 - u));
        }

        @Override
        public double slope(double timeNs) {
            double u = timeNs / peakNs;
            return u <= 0 ? 0 : order / peakNs * power(u, order - 1) * (1 - u) * StrictMath.exp(order * (1 - u));
        }

        private static double power(double base, int exponent) {
            double product = 1;
            for (int i = 0; i < exponent; i++) {
                product *= base;
            }
            return product;
        }
    }

    /**
     * {@code exp(−ln²(t/τp) / (2·width²))}: fast rise and slow fall, as of scintillators and photomultipliers.
     *
     * @param peakNs τp, above 0
     * @param width standard deviation of the logarithm, above 0
     */
    record LogNormal(double peakNs, double width) implements PulseShape {
        public LogNormal {
            if (!(peakNs > 0) || !(width > 0)) {
                throw new IllegalArgumentException(
                        "peakNs and width must be above 0: peakNs=" + peakNs + " width=" + width);
            }
        }

        @Override
        public double value(double timeNs) {
            if (timeNs <= 0) {
                return 0;
            }
            double z = StrictMath.log(timeNs / peakNs) / width;
            return StrictMath.exp(-0.5 * z * z);
        }

        @Override
        public double slope(double timeNs) {
            return timeNs <= 0 ? 0 : -StrictMath.log(timeNs / peakNs) / (width * width * timeNs) * value(timeNs);
        }
    }
}
