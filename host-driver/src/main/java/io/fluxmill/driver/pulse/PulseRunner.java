// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.pulse;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.core.program.pulse.PulseProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs ADC samples through a pulse-feature accelerator. Load what is used, {@link #enable}, {@link #stream} any number of times,
 * {@link #disable}. Knows the hardware only through its {@link Device}, which must not be used by others at the same time.
 */
public final class PulseRunner {
    /** Counters of a channel, by name. */
    public static final List<String> CHANNEL_COUNTERS =
            List.of("EVENTS", "PILE_UP", "LOST_DEAD", "LOST_FULL", "OVER_RANGE", "STUCK");

    /** 64-bit counters, by name. */
    public static final List<String> COUNTERS =
            List.of("PACKETS", "SAMPLES", "BUSY", "MACS", "STALL_SOURCE", "STALL_DRAIN");

    private static final int HEADER_WORDS = 5;
    private static final int CLASSICAL_WORDS = 6;

    /** ADC samples of a channel in one exchange. */
    private static final int CHUNK_SAMPLES = 1 << 18;

    /** Cycles that an event may take at most, beyond those of its samples: a network of 65,536 steps. */
    private static final long EVENT_CYCLES = 100_000;

    private final Device device;
    private final int channels;
    private FrontEndSettings frontEnd;
    private int packetWords;
    private ByteBuffer samplesOut = ByteBuffer.allocateDirect(0);
    private ByteBuffer packetsIn = ByteBuffer.allocateDirect(0);

    /** @throws DeviceException if the hardware is not what the device's manifest says */
    public PulseRunner(Device device) {
        this.device = device;
        device.identify();
        channels = Math.toIntExact(device.manifest().parameter("channels"));
    }

    /**
     * Loads settings, networks and coefficients, and chooses channels. Features that are null are not computed.
     *
     * @param channelMask channel c: bit c
     * @throws InputException if the design cannot run them
     * @throws IllegalArgumentException if the program is for another design
     */
    public void load(FrontEndSettings settings, PulseProgram network, ClassicalSettings classical, int channelMask) {
        Manifest manifest = device.manifest();
        settings.requireFits(manifest);
        if (classical != null) {
            requireFeature("classical");
            classical.requireFits(manifest, settings);
        }
        if (network != null) {
            requireFeature("network");
            requireDesign(network);
            if (network.inputElements() > settings.window()) {
                throw new InputException(
                        "window must have the " + network.inputElements() + " samples of network " + network.network()
                                + ": window=" + settings.window(),
                        "use a longer window");
            }
        }
        frontEnd = settings;
        packetWords = HEADER_WORDS
                + (network == null ? 0 : network.outputs().size())
                + (classical == null ? 0 : CLASSICAL_WORDS);
        device.write("CHANNELS", channelMask);
        device.write("FEATURES", Map.of("network", network == null ? 0 : 1, "classical", classical == null ? 0 : 1));
        settings.fields().forEach(device::write);
        settings.images().forEach(this::load);
        if (network != null) {
            network.settings().forEach(device::write);
            network.images().forEach(this::load);
        }
        if (classical != null) {
            classical.fields().forEach(device::write);
            classical.images(manifest).forEach(this::load);
        }
    }

    private void requireFeature(String name) {
        Manifest manifest = device.manifest();
        if (manifest.parameter(name) == 0) {
            throw new InputException(
                    "design " + manifest.design() + " must have feature " + name + " to compute it",
                    "put " + name + " into engine.features");
        }
    }

    private void requireDesign(PulseProgram program) {
        Manifest manifest = device.manifest();
        if (!program.configHash().equals(manifest.hash())) {
            throw new IllegalArgumentException(program.network() + " was mapped for another design: " + program.design()
                    + " " + program.configHash() + ", found " + manifest.design() + " " + manifest.hash());
        }
    }

    private void load(PulseProgram.Image image) {
        device.write("LOAD_ADDRESS", image.address());
        for (int word : image.words()) {
            device.write("LOAD_DATA", word);
        }
    }

    /**
     * Begins taking samples: the next sample has time stamp 0.
     *
     * @throws DeviceException if the hardware refuses its settings
     */
    public void enable() {
        device.writeField("CONTROL", "enable", 1);
        if (device.readField("STATUS", "enabled") == 0 || device.readField("STATUS", "error") != 0) {
            int reason = device.readField("STATUS", "reason");
            device.write("STATUS", Map.of("error", 1));
            throw new DeviceException(device.manifest().design() + ": enabling was refused with reason " + reason + ": "
                    + reason(reason));
        }
    }

    private static String reason(int number) {
        return switch (number) {
            case 1 -> "FEATURES names a feature that the design does not have, or none";
            case 2 -> "CHANNELS names a channel that the design does not have, or none";
            case 3 -> "WINDOW is shorter than 4 samples or longer than the event buffers";
            case 4 -> "PRETRIGGER is not less than WINDOW";
            case 5 -> "the baseline's mode, value or number of samples is out of range";
            case 6 -> "LAYERS, NETWORK_SAMPLES or NETWORK_OUTPUTS is out of range";
            case 7 -> "RISE, FLAT or PICK is out of range";
            case 8 -> "DELAY, FILTER_START or FILTER_LENGTH is out of range";
            case 9 -> "samples are being taken, or events are under way";
            default -> "the network has another number of outputs than NETWORK_OUTPUTS";
        };
    }

    /** Ends taking samples. An event that is being recorded is dropped, and counted in LOST_DEAD. */
    public void disable() {
        device.writeField("CONTROL", "disable", 1);
    }

    /**
     * Streams samples and collects the packets of all events that end within them. Packets of a channel are in order.
     *
     * @param samples ADC codes {@code [channel][sample]}, unsigned, all channels of the design
     * @throws DeviceException if the hardware reports an error
     */
    public List<FeaturePacket> stream(int[][] samples) {
        if (samples.length != channels) {
            throw new IllegalArgumentException(
                    "samples must be of " + channels + " channels: channels=" + samples.length);
        }
        List<FeaturePacket> packets = new ArrayList<>();
        for (int first = 0; first < samples[0].length; first += CHUNK_SAMPLES) {
            int count = Math.min(CHUNK_SAMPLES, samples[0].length - first);
            packets.addAll(exchange(samples, first, count));
        }
        return packets;
    }

    private List<FeaturePacket> exchange(int[][] samples, int first, int count) {
        samplesOut = atLeast(samplesOut, (long) count * channels * Short.BYTES);
        for (int i = first; i < first + count; i++) {
            for (int c = 0; c < channels; c++) {
                samplesOut.putShort((short) samples[c][i]);
            }
        }
        samplesOut.flip();
        // Windows do not overlap: what ends here is at most one event a window, and the one that began before.
        long events = channels * (count / frontEnd.window() + 2L);
        packetsIn = atLeast(packetsIn, events * packetWords * Integer.BYTES);
        packetsIn.limit((int) (events * packetWords * Integer.BYTES));
        long bytes = device.transport()
                .collect(
                        List.of(new StreamTransfer("s_axis_adc", samplesOut)),
                        new StreamTransfer("m_axis_feat", packetsIn),
                        () -> device.readField("STATUS", "idle") == 1,
                        100_000 + 20L * count + events * EVENT_CYCLES);
        if (device.readField("STATUS", "error") != 0) {
            throw new DeviceException(device.manifest().design() + ": " + reason(device.readField("STATUS", "reason")));
        }
        return FeaturePacket.parse(packetsIn.duplicate().limit((int) bytes));
    }

    private static ByteBuffer atLeast(ByteBuffer buffer, long bytes) {
        ByteBuffer large = buffer.capacity() >= bytes ? buffer : ByteBuffer.allocateDirect(Math.toIntExact(bytes));
        return large.clear().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Sets all counters to 0. */
    public void clearCounters() {
        device.writeField("CONTROL", "clear_counters", 1);
    }

    /** Counters of a channel by name, 32 bits. */
    public Map<String, Long> counters(int channel) {
        device.write("COUNTER_CHANNEL", channel);
        Map<String, Long> counters = new LinkedHashMap<>();
        CHANNEL_COUNTERS.forEach(name -> counters.put(name, Integer.toUnsignedLong(device.read(name))));
        return counters;
    }

    /** Counters of the design by name, 64 bits. */
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        COUNTERS.forEach(name -> counters.put(name, device.counter(name)));
        return counters;
    }
}
