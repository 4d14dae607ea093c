// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * How far a job has come that runs its stages one after another, and how long it will still take. Nothing is guessed: the time of a stage that runs
 * follows from the share of it that is done, else from its time in the last run; the time of a stage that is to come, only from its time in the last run.
 * What has taken longer than foretold is unknown again. A stage may be left out: it took no time. Not safe for use by several threads.
 */
final class StageTimes {
    /** A stage that has not said that it is done is at most here. */
    private static final double ALMOST = 0.99;

    /** A share that is done tells the time of a whole stage from here on, or after {@link #TELLING_SECONDS}; before, starting up counts too much. */
    private static final double TELLING_SHARE = 0.05;

    private static final double TELLING_SECONDS = 1;

    private final List<Stage> stages;
    private final LongSupplier nanos;
    /** In the last run; NaN if unknown. */
    private final double[] lastSeconds;
    /** Of the whole; their sum is 1. */
    private final double[] shares;
    /** In this run, of the stages that are over. */
    private final double[] seconds;

    private int running = -1;
    private int lastBegun = -1;
    private long began;
    private double done;
    private double doneAtSeconds;
    private double most;

    /**
     * @param last seconds by name, of the stages whose time in the last run is known
     * @param nanos a clock
     */
    StageTimes(List<Stage> stages, Map<String, Double> last, LongSupplier nanos) {
        this.stages = List.copyOf(stages);
        this.nanos = nanos;
        lastSeconds = stages.stream()
                .mapToDouble(stage -> last.getOrDefault(stage.name(), Double.NaN))
                .toArray();
        shares = shares();
        seconds = new double[stages.size()];
    }

    /** Known seconds; for unknown ones their weights, in the proportion that the known ones have. */
    private double[] shares() {
        double knownSeconds = 0;
        double knownWeight = 0;
        for (int i = 0; i < lastSeconds.length; i++) {
            if (!Double.isNaN(lastSeconds[i])) {
                knownSeconds += lastSeconds[i];
                knownWeight += stages.get(i).weight();
            }
        }
        double perWeight = knownSeconds > 0 ? knownSeconds / knownWeight : 1;
        double[] all = IntStream.range(0, lastSeconds.length)
                .mapToDouble(i -> knownSeconds(i, perWeight))
                .toArray();
        double sum = Arrays.stream(all).sum();
        return Arrays.stream(all).map(share -> share / sum).toArray();
    }

    private double knownSeconds(int stage, double perWeight) {
        boolean known =
                !Double.isNaN(lastSeconds[stage]) && Arrays.stream(lastSeconds).anyMatch(s -> s > 0);
        return known ? lastSeconds[stage] : stages.get(stage).weight() * perWeight;
    }

    /**
     * Ends the stage that runs, and starts a later one.
     *
     * @return its index, or -1 if there is no such stage after the one that runs, and nothing has changed
     */
    int begin(String name) {
        for (int i = running + 1; i < stages.size(); i++) {
            if (stages.get(i).name().equals(name)) {
                end(i);
                lastBegun = i;
                return i;
            }
        }
        return -1;
    }

    /** Ends all stages. */
    void finish() {
        end(stages.size());
    }

    private void end(int next) {
        if (running >= 0 && running < stages.size()) {
            seconds[running] = elapsed();
        }
        running = next;
        began = nanos.getAsLong();
        done = 0;
        doneAtSeconds = 0;
    }

    /** Notes how much of a stage is done; nothing if it does not run, or was further. */
    void at(int stage, long pieces, long of) {
        double share = of <= 0 ? 0 : Math.min(1, (double) pieces / of);
        if (stage == running && share > done) {
            done = share;
            doneAtSeconds = elapsed();
        }
    }

    private double elapsed() {
        return (nanos.getAsLong() - began) / 1e9;
    }

    /** The share of the whole that is done, 0 to 1; never less than before. */
    double share() {
        double sum = running >= stages.size() ? 1 : 0;
        if (running >= 0 && running < stages.size()) {
            sum = Arrays.stream(shares, 0, running).sum() + shares[running] * doneOfStage();
        }
        most = Math.max(most, Math.min(1, sum));
        return most;
    }

    private double doneOfStage() {
        double last = lastSeconds[running];
        return done == 0 && last > 0 ? Math.min(ALMOST, elapsed() / last) : done;
    }

    /** Of the stage that runs; empty if unknown. */
    OptionalDouble secondsLeftOfStage() {
        if (running < 0 || running >= stages.size() || done >= 1) {
            return OptionalDouble.of(0);
        }
        boolean telling = done >= TELLING_SHARE || (done > 0 && doneAtSeconds >= TELLING_SECONDS);
        double left = (telling ? doneAtSeconds / done : lastSeconds[running]) - elapsed();
        return left > 0 ? OptionalDouble.of(left) : OptionalDouble.empty();
    }

    /** Of all stages; empty if that of one is unknown. */
    OptionalDouble secondsLeft() {
        OptionalDouble stage = secondsLeftOfStage();
        double later = Arrays.stream(lastSeconds, Math.min(running + 1, stages.size()), stages.size())
                .sum();
        return stage.isEmpty() || Double.isNaN(later)
                ? OptionalDouble.empty()
                : OptionalDouble.of(stage.getAsDouble() + later);
    }

    /** How long each stage took, after all of them; 0 for those that were left out. Those after the last one that was started were not come to. */
    Map<String, Double> seconds() {
        Map<String, Double> all = new LinkedHashMap<>();
        for (int i = 0; i <= lastBegun; i++) {
            all.merge(stages.get(i).name(), seconds[i], Double::sum);
        }
        return all;
    }
}
