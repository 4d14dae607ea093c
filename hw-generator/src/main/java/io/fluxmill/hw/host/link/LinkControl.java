// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import static io.fluxmill.hw.host.link.LinkState.DECIDE;
import static io.fluxmill.hw.host.link.LinkState.DISPATCH;
import static io.fluxmill.hw.host.link.LinkState.IDLE;
import static io.fluxmill.hw.host.link.LinkState.LIMIT;
import static io.fluxmill.hw.host.link.LinkState.READ;
import static io.fluxmill.hw.host.link.LinkState.RECEIVE;
import static io.fluxmill.hw.host.link.LinkState.REPLY;
import static io.fluxmill.hw.host.link.LinkState.SEND;
import static io.fluxmill.hw.host.link.LinkState.WRITE;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.LinkCommand;
import io.fluxmill.core.protocol.LinkLayout;
import io.fluxmill.core.protocol.LinkLayout.Counter;
import io.fluxmill.core.protocol.LinkStatus;
import io.fluxmill.core.protocol.RunCondition;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.host.EngineHost;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The first half of a link: takes requests, refuses those that it must not carry out, and sends the others to their state. */
abstract class LinkControl extends EngineHost {
    private static final int WORD_BYTES = 4;

    public final FrameReceiver receiver;
    public final FrameSender sender;
    final LinkWindow window;
    final Memory answer;

    private final int maxPayload;
    /** Bits of what counts bytes or words of a payload. */
    final int countBits;

    private final Word state = reg(LinkState.BITS, IDLE.code());
    private final Word session = reg(16, 0);
    private final Map<LinkState, Bit> in = new EnumMap<>(LinkState.class);
    private final Map<LinkCommand, Bit> asked = new EnumMap<>(LinkCommand.class);
    final Bit active = regBit(false);
    private final Word latest = reg(8, 0);
    private final Word silence;
    /** The engine did not answer. */
    final Bit stuck = regBit(false);

    final Word answerCommand = reg(8, 0);
    final Word status = reg(LinkStatus.BITS, 0);
    /** Bytes of the answer's payload. */
    final Word stored;
    /** Words or bytes that were carried out. */
    final Word count;

    /** Of a register, or number of a stream. */
    final Word address = reg(16);
    /** Or bytes of a stream that are left; or number of the stream whose transfer begins. */
    final Word wordsLeft;

    final Word payloadIndex;
    final Word byteIndex = reg(2);
    final Bit fetched = regBit(false);
    final Word replyStatus = reg(LinkStatus.BITS);

    final Bit refuse = wireBit();
    final Bit replay = wireBit();
    final Bit drop = wireBit();
    final Bit restart = wireBit();

    LinkControl(LinkConfig config, Manifest manifest, RegisterMap map) {
        super(config.engine(), manifest, config.bufferBytes());
        maxPayload = config.bufferBytes() - LinkLayout.SPARE_BYTES;
        countBits = Integer.SIZE - Integer.numberOfLeadingZeros(config.bufferBytes());
        stored = reg(countBits, 0);
        count = reg(countBits, 0);
        wordsLeft = reg(countBits);
        payloadIndex = reg(countBits);
        silence = reg(Long.SIZE - Long.numberOfLeadingZeros(config.clockHz()), 0);
        receiver = child(() -> new FrameReceiver(config.bufferBytes()));
        answer = memory(config.bufferBytes(), 8);
        sender = child(() -> new FrameSender(answer.addressBits()));
        window = child(() -> new LinkWindow(map, streams.size()));
        for (LinkState value : LinkState.values()) {
            in.put(value, state.eq(value.code()).named("in_" + value.name().toLowerCase(Locale.ROOT)));
        }
        for (LinkCommand command : LinkCommand.values()) {
            asked.put(
                    command,
                    receiver.command
                            .eq(command.code())
                            .named("asks_" + command.name().toLowerCase(Locale.ROOT)));
        }
        receiver.busy.set(state.any());
        when(receiver.good, () -> go(DECIDE));
        decide(config.clockHz());
        dispatch();
    }

    final Bit is(LinkState value) {
        return in.get(value);
    }

    final Bit asks(LinkCommand command) {
        return asked.get(command);
    }

    final void go(LinkState value) {
        state.set(Word.of(value.code(), LinkState.BITS));
    }

    private static Word code(LinkStatus result) {
        return Word.of(result.code(), LinkStatus.BITS);
    }

    final void end(LinkStatus result) {
        status.set(code(result));
        go(REPLY);
    }

    final void begin(LinkState value) {
        status.set(code(LinkStatus.DONE));
        go(value);
    }

    /** Whether the request is to be carried out, answered again or refused. */
    private void decide(int clockHz) {
        Bit mine = active.and(receiver.session.eq(session)).named("mine");
        Bit open = asks(LinkCommand.OPEN).and(receiver.session.any()).named("open_requested");
        Bit free = active.not().or(silence.eq(clockHz)).named("free");
        Bit repeated = mine.and(receiver.sequence.eq(latest)).named("repeated");
        Bit expected =
                receiver.sequence.eq(latest.plus(1).named("following_sequence")).named("expected");
        Bit taken = open.and(mine.or(free)).and(repeated.not()).named("opens");
        Bit foreign = mine.not().and(taken.not()).named("foreign");
        Bit jumped =
                mine.and(repeated.not()).and(taken.not()).and(expected.not()).named("jumped");
        Bit now = is(DECIDE).and(sender.busy.not()).named("deciding");
        when(silence.eq(clockHz).not(), () -> silence.set(silence.plus(1)));
        when(now.and(mine.or(taken)), () -> silence.set(Word.of(0, silence.width())));
        replay.set(now.and(repeated));
        refuse.set(now.and(foreign.or(jumped)));
        when(now, () -> go(DISPATCH));
        when(replay.or(refuse), () -> go(IDLE));
        when(now.and(foreign.or(jumped).or(repeated).not()), () -> {
            latest.set(receiver.sequence);
            session.set(receiver.session);
            active.set(Bit.of(true));
            answerCommand.set(receiver.command);
            stored.set(Word.of(0, countBits));
            count.set(Word.of(0, countBits));
            status.set(code(LinkStatus.DONE));
            payloadIndex.set(Word.of(0, countBits));
            byteIndex.set(Word.of(0, 2));
            fetched.set(Bit.of(false));
            address.set(receiver.address);
            wordsLeft.set(receiver.count.slice(0, countBits));
        });
        count(now.and(foreign).named("foreign_request"), now.and(jumped).named("jumped_request"));
        when(
                refuse,
                () -> replyStatus.set(Word.mux(foreign, code(LinkStatus.FOREIGN), code(LinkStatus.OUT_OF_SEQUENCE))));
    }

    /** What the link's counters count. */
    private void count(Bit foreign, Bit jumped) {
        Map<Counter, Bit> events = new EnumMap<>(Counter.class);
        events.put(Counter.FRAMES, receiver.good);
        events.put(Counter.DUPLICATES, replay);
        events.put(Counter.CRC_ERRORS, receiver.dropped.bit(3));
        events.put(Counter.LENGTH_ERRORS, receiver.dropped.bit(2));
        events.put(Counter.STOP_ERRORS, receiver.dropped.bit(0));
        events.put(Counter.OVERRUNS, receiver.dropped.bit(1));
        events.put(Counter.REFUSED, foreign);
        events.put(Counter.OUT_OF_SEQUENCE, jumped);
        List<Word> bits = events.values().stream().map(Bit::asWord).toList();
        int half = bits.size() / 2;
        window.events.set(Word.cat(
                Word.catLow(bits.subList(half, bits.size())).named("events_high"),
                Word.catLow(bits.subList(0, half)).named("events_low")));
    }

    /** A request that does not start anything here has a wrong address or length. */
    private void dispatch() {
        Bit empty = receiver.length.isZero().named("no_payload");
        Bit known = receiver.command.any().and(receiver.command.less(LinkCommand.values().length + 1));
        Bit now = is(DISPATCH).named("dispatching");
        when(now, () -> end(LinkStatus.NOTHING_THERE));
        when(now.and(known.not()), () -> end(LinkStatus.UNKNOWN));
        when(now.and(asks(LinkCommand.OPEN)).and(empty), () -> {
            address.set(Word.of(LinkLayout.REGISTERS, 16));
            wordsLeft.set(Word.of(LinkLayout.Identity.words(), countBits));
            begin(READ);
        });
        when(now.and(asks(LinkCommand.CLOSE)).and(empty), () -> {
            active.set(Bit.of(false));
            end(LinkStatus.DONE);
        });
        dispatchAccesses(now, empty);
        dispatchStreams(now, empty);
        Bit cancel = asks(LinkCommand.CANCEL)
                .and(empty)
                .and(receiver.address.less(LinkLayout.CANCEL_RESET + 1))
                .named("cancel_requested");
        when(now.and(cancel), () -> end(LinkStatus.DONE));
        drop.set(now.and(cancel.or(asks(LinkCommand.OPEN).and(empty))));
        restart.set(now.and(cancel).and(receiver.address.bit(0)));
        when(restart, () -> stuck.set(Bit.of(false)));
    }

    private void dispatchAccesses(Bit now, Bit empty) {
        Word length = receiver.length;
        Bit aligned = receiver.address.slice(0, 2).isZero().named("aligned");
        Bit words = receiver.count.any().and(receiver.count.less(maxPayload / WORD_BYTES + 1));
        Bit reads = asks(LinkCommand.READ).or(asks(LinkCommand.READ_FIXED));
        Bit writes = asks(LinkCommand.WRITE).or(asks(LinkCommand.WRITE_FIXED));
        when(now.and(reads).and(empty).and(aligned).and(words), () -> begin(READ));
        when(
                now.and(writes)
                        .and(aligned)
                        .and(length.any())
                        .and(length.slice(0, 2).isZero()),
                () -> begin(WRITE));
    }

    private void dispatchStreams(Bit now, Bit empty) {
        List<Bit> inputs = new ArrayList<>();
        List<Bit> outputs = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            (isInput(i) ? inputs : outputs).add(receiver.address.eq(i));
        }
        when(now.and(asks(LinkCommand.SEND)).and(Bit.anyOf(inputs)), () -> begin(SEND));
        when(
                now.and(asks(LinkCommand.RECEIVE))
                        .and(Bit.anyOf(outputs))
                        .and(empty)
                        .and(receiver.count.less(maxPayload + 1)),
                () -> begin(RECEIVE));
        long wanted = LinkLayout.LIMIT_BYTES + (long) WORD_BYTES * streams.size();
        Bit complete = receiver.length
                .eq(wanted)
                .and(receiver.address.less(1 << RunCondition.COUNT))
                .named("start_is_complete");
        when(now.and(asks(LinkCommand.START)).and(complete), () -> begin(LIMIT));
        when(now.and(asks(LinkCommand.START)).and(complete).and(clock.running), () -> end(LinkStatus.RUNNING));
    }
}
