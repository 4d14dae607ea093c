// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The range of an axis and its ticks. */
public record Axis(double low, double high, boolean log, List<Double> ticks) {
    public static Axis linear(double low, double high) {
        double span = Math.max(high - low, Math.max(Math.abs(high), 1e-9) * 1e-6);
        double power = Math.pow(10, Math.floor(Math.log10(span / 6)));
        double step = power;
        for (double factor : new double[] {1, 2, 5, 10}) {
            step = factor * power;
            if (span / step <= 8) {
                break;
            }
        }
        long first = Math.round(Math.floor(low / step));
        long last = Math.round(Math.ceil((low + span) / step));
        List<Double> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return new Axis(first * step, last * step, false, ticks);
    }

    static Axis logarithmic(double low, double high) {
        int first = (int) Math.floor(Math.log10(low) + 1e-9);
        int last = Math.max(first + 1, (int) Math.ceil(Math.log10(high) - 1e-9));
        List<Double> ticks = new ArrayList<>();
        for (int decade = first; decade <= last; decade++) {
            double[] factors = last - first <= 3 && decade < last ? new double[] {1, 2, 5} : new double[] {1};
            for (double factor : factors) {
                ticks.add(factor * Math.pow(10, decade));
            }
        }
        return new Axis(Math.pow(10, first), Math.pow(10, last), true, ticks);
    }

    /** Where a value lies between the ends of the axis, 0 to 1. */
    public double share(double value) {
        return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    public static String label(double value) {
        String text = String.format(Locale.ROOT, Math.abs(value) >= 1e6 ? "%.3g" : "%.6f", value);
        return text.contains(".") && !text.contains("e") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
