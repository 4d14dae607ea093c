// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.reference;

import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings.BaselineMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** The front end of a channel, bit for bit; docs/pulse-engine.md is its contract. One object is one enabling. */
public final class FrontEndReference {
    private static final int FRACTION_BITS = 4;
    private static final int RUNNING_BITS = 16;

    private final FrontEndSettings settings;
    private final int channel;
    private final int adcBits;
    private final int activationBits;
    private final List<PulseEvent> events = new ArrayList<>();
    private final int[] recent;

    private long number;
    private long running;
    private boolean armed = true;
    private boolean stuck;
    private int stuckLeft;

    private boolean recording;
    private int recorded;
    private long triggerNumber;
    private int triggerBaseline;
    private boolean pile;
    private int[] raw;

    private long pileUps;
    private long lostDead;
    private long lostFull;
    private long overRanges;
    private long stuckTriggers;

    /** @param activationBits of the network's elements, 8 or 16 */
    public FrontEndReference(FrontEndSettings settings, int channel, int adcBits, int activationBits) {
        this.settings = settings;
        this.channel = channel;
        this.adcBits = adcBits;
        this.activationBits = activationBits;
        recent = new int[settings.pretrigger() + 1];
    }

    /**
     * Counters of a channel, as the hardware counts them.
     *
     * @param lostDead without the event that disabling ends
     */
    public record Counts(long events, long pileUp, long lostDead, long lostFull, long overRange, long stuck) {}

    /** Takes samples as if there were always a free buffer, as in hold mode. */
    public void run(int[] samples) {
        run(samples, stamp -> true);
    }

    /**
     * Takes samples, 0 to 2^adcBits - 1.
     *
     * @param free whether there is a free buffer at a trigger, by its time stamp
     */
    public void run(int[] samples, LongPredicate free) {
        int mask = (1 << adcBits) - 1;
        for (int sample : samples) {
            take(settings.inverted() ? ~sample & mask : sample & mask, free);
        }
    }

    private void take(int x, LongPredicate free) {
        long level = (long) x << FRACTION_BITS;
        long scaled = (long) x << RUNNING_BITS;
        long followed = number == 0 ? level : running >> (RUNNING_BITS - FRACTION_BITS);
        long reference = settings.baselineMode() == BaselineMode.FIXED ? settings.baseline() : followed;
        long d = level - reference;
        boolean above = d >= settings.threshold();
        boolean wasStuck = stuck;
        boolean wasRecording = recording;
        boolean crossing = armed && above;
        arm(crossing, d);
        recent[(int) (number % recent.length)] = x;
        if (crossing) {
            cross(free, (int) reference);
        }
        if (number == 0) {
            running = scaled;
        } else if (!above && !wasRecording || wasStuck) {
            running += (scaled - running) >> settings.baselineShift();
        }
        if (recording) {
            record();
        }
        number++;
    }

    private void arm(boolean crossing, long d) {
        if (crossing) {
            armed = false;
            stuckLeft = settings.stuckLimit();
        } else if (!armed && d < (long) settings.threshold() - settings.hysteresis()) {
            armed = true;
            stuck = false;
            stuckLeft = 0;
        } else if (!armed && stuckLeft > 0 && --stuckLeft == 0) {
            stuck = true;
            stuckTriggers++;
        }
    }

    private void cross(LongPredicate free, int reference) {
        if (recording) {
            if (recorded < settings.window() - settings.pretrigger()) {
                pile = true;
                pileUps++;
            } else {
                lostDead++;
            }
        } else if (free.test(number)) {
            recording = true;
            recorded = 0;
            triggerNumber = number;
            triggerBaseline = reference;
            pile = false;
            raw = new int[settings.window()];
        } else {
            lostFull++;
        }
    }

    private void record() {
        long at = number - settings.pretrigger();
        raw[recorded++] = at < 0 ? 0 : recent[(int) (at % recent.length)];
        if (recorded == settings.window()) {
            recording = false;
            finish();
        }
    }

    private void finish() {
        int full = (1 << adcBits) - 1;
        int largest = 0;
        boolean over = false;
        for (int x : raw) {
            largest = Math.max(largest, x);
            over |= x == 0 || x == full;
        }
        int e = triggerBaseline;
        if (settings.baselineMode() == BaselineMode.WINDOW) {
            long sum = Arrays.stream(raw, 0, 1 << settings.baselineSamples())
                    .asLongStream()
                    .sum();
            e = (int) ((sum << FRACTION_BITS) >> settings.baselineSamples());
        }
        int peak = (largest << FRACTION_BITS) - e;
        int positive = Math.max(peak, 1);
        int length = 0;
        int index = 0;
        if (settings.normalise()) {
            length = Integer.SIZE - Integer.numberOfLeadingZeros(positive);
            index = (int) (((long) positive << 4) >> (length - 1)) & 15;
        }
        int gain = settings.normalise() ? settings.gains().get(index) : settings.gain();
        int shift = settings.gainShift() + length;
        int[] samples = new int[raw.length];
        int[] elements = new int[raw.length];
        for (int i = 0; i < raw.length; i++) {
            samples[i] = (raw[i] << FRACTION_BITS) - e;
            elements[i] = element(samples[i], gain, shift);
        }
        overRanges += over ? 1 : 0;
        events.add(new PulseEvent(
                channel, triggerNumber, pile, over, e, peak, length, index, gain, shift, samples, elements));
    }

    private int element(int y, int gain, int shift) {
        long product = Math.abs((long) y) * gain;
        long magnitude = ((product << 1 >> shift) + 1) >> 1;
        long limited = Math.min(magnitude, (1L << activationBits) - (y < 0 ? 0 : 1));
        return (int) (y < 0 ? -limited : limited);
    }

    /** The events whose windows have ended, in order. */
    public List<PulseEvent> events() {
        return List.copyOf(events);
    }

    /** Whether an event is being recorded: disabling would drop it and count it as lost. */
    public boolean recording() {
        return recording;
    }

    /** Whether the trigger is stuck. */
    public boolean stuck() {
        return stuck;
    }

    public Counts counts() {
        return new Counts(events.size(), pileUps, lostDead, lostFull, overRanges, stuckTriggers);
    }
}
