// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.host.EngineClock;
import io.fluxmill.hw.host.EngineHost;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine behind a line of bytes, whose requests work on its registers, streams and clock; docs/uart-link.md is the contract. A request waits while
 * the answer before it is sent; {@link #stored} bytes of payload stay for a repetition.
 */
public abstract class LinkTop extends EngineHost {
    private static final int STATE_BITS = 4;
    private static final int IDLE = 0;
    private static final int DECIDE = 1;
    private static final int DISPATCH = 2;
    private static final int READ = 3;
    private static final int BUS_READ = 4;
    private static final int STORE = 5;
    private static final int WRITE = 6;
    private static final int FETCH = 7;
    private static final int BUS_WRITE = 8;
    private static final int SEND = 9;
    private static final int RECEIVE = 10;
    private static final int LIMIT = 11;
    private static final int BEATS = 12;
    private static final int LOAD = 13;
    private static final int REPLY = 14;

    private static final int LIMIT_BYTES = EngineClock.CYCLE_BITS / 8;
    private static final int ANSWER = 0x80;

    public final FrameReceiver receiver;
    public final FrameSender sender;
    final LinkWindow window;
    final Memory answer;

    private final int maxPayload;

    private final Word state = reg(STATE_BITS, IDLE);
    private final Word session = reg(16, 0);
    private final Bit active = regBit(false);
    private final Word latest = reg(8, 0);
    private final Word silence = reg(30, 0);
    private final Bit stuck = regBit(false);

    private final Word answerCommand = reg(8, 0);
    private final Word status = reg(3, 0);
    private final Word stored = reg(16, 0);
    private final Word count = reg(16, 0);

    private final Word where = reg(16);
    private final Word todo = reg(16);
    private final Word at = reg(16);
    private final Word word = reg(32);
    private final Word part = reg(2);
    private final Bit fetched = regBit(false);
    private final Word limit = reg(EngineClock.CYCLE_BITS);

    private final Word replySequence = reg(8);
    private final Word replySession = reg(16);
    private final Word replyCommand = reg(8);
    private final Word replyStatus = reg(3);
    private final Word replyFlags = reg(3);
    private final Word replyLength = reg(16, 0);
    private final Word replyCount = reg(16);

    private final Bit refuse = wireBit();
    private final Bit replay = wireBit();

    public LinkTop(LinkConfig config, Manifest manifest, RegisterMap map) {
        super(config.engine(), manifest, config.bufferBytes());
        maxPayload = config.bufferBytes() - FrameReceiver.SPARE_BYTES;
        receiver = child(() -> new FrameReceiver(config.bufferBytes()));
        answer = memory(config.bufferBytes(), 8);
        sender = child(() -> new FrameSender(answer.addressBits()));
        window = child(() -> new LinkWindow(map, streams.size()));
        receiver.busy.set(state.any());
        when(receiver.good, () -> go(DECIDE));
        decide(config.clockHz());
        dispatch();
        read();
        write();
        stream();
        start();
        reply();
        payload();
        transfers(drop, restart, i -> is(LOAD).and(todo.eq(i)).and(word.any()), word);
        for (int i = 0; i < streams.size(); i++) {
            window.left[i].set(left(i));
        }
        window.cycles.set(clock.cycles);
    }

    /** What the four pins {@code led} show; to be called once. */
    protected final Word lights() {
        return Word.catLow(List.of(
                active.asWord(), clock.running.asWord(), engineInterrupt().asWord(), window.faulty.asWord()));
    }

    private Bit is(int value) {
        return state.eq(value);
    }

    private void go(int value) {
        state.set(Word.of(value, STATE_BITS));
    }

    private void end(int result) {
        status.set(Word.of(result, 3));
        go(REPLY);
    }

    private void begin(int value) {
        status.set(Word.of(0, 3));
        go(value);
    }

    private static final int OPEN = 1;
    private static final int CLOSE = 2;

    /** Whether the request is to be carried out, answered again or refused. */
    private void decide(int clockHz) {
        Bit mine = active.and(receiver.session.eq(session)).named("mine");
        Bit open = receiver.command.eq(OPEN).and(receiver.session.any()).named("open_requested");
        Bit free = active.not().or(silence.eq(clockHz)).named("free");
        Bit repeated = mine.and(receiver.sequence.eq(latest)).named("repeated");
        Bit expected = receiver.sequence.eq(latest.plus(1)).named("expected");
        Bit taken = open.and(mine.or(free)).and(repeated.not());
        Bit foreign = mine.not().and(taken.not()).named("foreign");
        Bit jumped = mine.and(repeated.not()).and(taken.not()).and(expected.not());
        Bit now = is(DECIDE).and(sender.busy.not()).named("deciding");
        when(silence.eq(clockHz).not(), () -> silence.set(silence.plus(1)));
        when(now.and(mine.or(taken)), () -> silence.set(Word.of(0, 30)));
        replay.set(now.and(repeated));
        refuse.set(now.and(foreign.or(jumped)));
        when(now, () -> go(DISPATCH));
        when(replay.or(refuse), () -> go(IDLE));
        when(now.and(foreign.or(jumped).or(repeated).not()), () -> {
            latest.set(receiver.sequence);
            session.set(receiver.session);
            active.set(Bit.of(true));
            answerCommand.set(receiver.command);
            stored.set(Word.of(0, 16));
            count.set(Word.of(0, 16));
            status.set(Word.of(0, 3));
            at.set(Word.of(0, 16));
            part.set(Word.of(0, 2));
            fetched.set(Bit.of(false));
            where.set(receiver.address);
            todo.set(receiver.count);
        });
        Word dropped = receiver.dropped;
        window.events.set(Word.catLow(List.of(
                receiver.good.asWord(),
                replay.asWord(),
                dropped.bit(3).asWord(),
                dropped.bit(2).asWord(),
                dropped.bit(0).asWord(),
                dropped.bit(1).asWord(),
                now.and(foreign).asWord(),
                now.and(jumped).asWord())));
        when(refuse, () -> replyStatus.set(Word.mux(foreign, Word.of(1, 3), Word.of(4, 3))));
    }

    private final Bit drop = wireBit();
    private final Bit restart = wireBit();

    private void dispatch() {
        Word command = receiver.command;
        Word length = receiver.length;
        Bit empty = length.isZero();
        Bit aligned = receiver.address.slice(0, 2).isZero();
        Bit words = receiver.count.any().and(receiver.count.less(maxPayload / 4 + 1));
        Bit reads = command.eq(3).or(command.eq(4));
        Bit writes = command.eq(5).or(command.eq(6));
        Bit known = command.any().and(command.less(11));
        List<Bit> inputs = new ArrayList<>();
        List<Bit> outputs = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            (isInput(i) ? inputs : outputs).add(receiver.address.eq(i));
        }
        Bit now = is(DISPATCH).named("dispatching");
        when(now, () -> end(3));
        when(now.and(known.not()), () -> end(2));
        when(now.and(command.eq(OPEN)).and(empty), () -> {
            where.set(Word.of(LinkRegisters.BASE, 16));
            todo.set(Word.of(LinkRegisters.IDENTITY_WORDS, 16));
            begin(READ);
        });
        when(now.and(command.eq(CLOSE)).and(empty), () -> {
            active.set(Bit.of(false));
            end(0);
        });
        when(now.and(reads).and(empty).and(aligned).and(words), () -> begin(READ));
        when(
                now.and(writes)
                        .and(aligned)
                        .and(length.any())
                        .and(length.slice(0, 2).isZero()),
                () -> begin(WRITE));
        when(now.and(command.eq(7)).and(Bit.anyOf(inputs)), () -> begin(SEND));
        when(
                now.and(command.eq(8)).and(Bit.anyOf(outputs)).and(empty).and(receiver.count.less(maxPayload + 1)),
                () -> begin(RECEIVE));
        Bit complete = length.eq(LIMIT_BYTES + 4L * streams.size()).and(receiver.address.less(4));
        when(now.and(command.eq(9)).and(complete), () -> begin(LIMIT));
        when(now.and(command.eq(9)).and(complete).and(clock.running), () -> end(7));
        Bit cancel = command.eq(10).and(empty).and(receiver.address.less(2));
        when(now.and(cancel), () -> end(0));
        drop.set(now.and(cancel.or(command.eq(OPEN).and(empty))));
        restart.set(now.and(cancel).and(receiver.address.bit(0)));
        when(restart, () -> stuck.set(Bit.of(false)));
    }

    private Bit engineAddress() {
        int bits = master.address.width();
        return where.slice(bits, 16 - bits).isZero();
    }

    private void access(int following, Bit now) {
        when(now, () -> end(3));
        when(now.and(engineAddress()), () -> begin(following));
        when(now.and(engineAddress()).and(clock.running), () -> end(7));
        when(now.and(engineAddress()).and(stuck), () -> end(6));
    }

    private void read() {
        Bit ofLink = where.top().named("of_link");
        Bit next = is(READ).and(todo.any()).named("reading_next");
        Bit available = clock.running.not().and(stuck.not());
        window.index.set(where.slice(2, 13));
        access(BUS_READ, next.and(ofLink.not()));
        when(next.and(ofLink).and(window.exists), () -> {
            word.set(window.value);
            go(STORE);
        });
        when(next.and(ofLink).and(window.exists.not()), () -> end(3));
        when(is(READ).and(todo.isZero()), () -> go(REPLY));
        when(is(BUS_READ).and(master.done), () -> {
            word.set(master.readData);
            go(STORE);
        });
        failed(is(BUS_READ));
        when(is(STORE), () -> {
            word.set(Word.cat(Word.of(0, 8), word.slice(8, 24)));
            stored.set(stored.plus(1));
            part.set(part.plus(1));
        });
        when(is(STORE).and(part.eq(3)), () -> {
            todo.set(todo.minus(1));
            advance();
            go(READ);
        });
        Bit writeNow = is(FETCH).and(fetched).and(part.eq(3)).and(engineAddress());
        master.write.set(is(FETCH));
        master.address.set(where.slice(0, master.address.width()));
        master.writeData.set(Word.mux(is(FETCH), Word.cat(receiver.payload, word.slice(8, 24)), word));
        master.start.set(
                next.and(ofLink.not()).and(engineAddress()).or(writeNow).and(available));
    }

    private void advance() {
        Bit fixed = receiver.command.eq(4).or(receiver.command.eq(6));
        count.set(count.plus(1));
        when(fixed.not(), () -> where.set(where.plus(4)));
    }

    private void failed(Bit access) {
        when(access.and(master.done).and(master.error), () -> end(5));
        when(access.and(master.done).and(master.silent), () -> {
            stuck.set(Bit.of(true));
            end(6);
        });
    }

    private void write() {
        when(is(WRITE), () -> go(FETCH));
        when(is(WRITE).and(at.eq(receiver.length)), () -> go(REPLY));
        Bit last = is(FETCH).and(fetched).and(part.eq(3)).named("word_fetched");
        when(is(FETCH), () -> fetched.set(fetched.not()));
        when(is(FETCH).and(fetched), () -> {
            word.set(Word.cat(receiver.payload, word.slice(8, 24)));
            at.set(at.plus(1));
            part.set(part.plus(1));
        });
        access(BUS_WRITE, last);
        when(is(BUS_WRITE).and(master.done), () -> {
            advance();
            go(WRITE);
        });
        failed(is(BUS_WRITE));
    }

    private void stream() {
        List<Bit> rooms = new ArrayList<>();
        List<Bit> filled = new ArrayList<>();
        Word data = Word.of(0, 8);
        Bit push = is(SEND).and(fetched).named("pushing");
        Bit pop = is(RECEIVE).and(todo.any()).named("popping");
        for (int i = 0; i < streams.size(); i++) {
            Bit selected = where.eq(i).named("selected_" + i);
            if (isInput(i)) {
                rooms.add(selected.and(feeder[i].room));
                feeder[i].pushed.set(receiver.payload);
                feeder[i].push.set(push.and(selected));
            } else {
                filled.add(selected.and(collector[i].valid));
                data = data.or(collector[i].data.gate(selected));
                collector[i].pop.set(pop.and(selected).and(collector[i].valid));
            }
        }
        Bit sending = is(SEND).and(fetched.not());
        when(sending, () -> fetched.set(Bit.of(true)));
        when(sending.and(at.eq(receiver.length).or(Bit.anyOf(rooms).not())), () -> {
            fetched.set(Bit.of(false));
            go(REPLY);
        });
        when(push, () -> {
            fetched.set(Bit.of(false));
            at.set(at.plus(1));
            count.set(count.plus(1));
        });
        Bit received = pop.and(Bit.anyOf(filled)).named("received");
        when(is(RECEIVE).and(received.not()), () -> go(REPLY));
        when(received, () -> {
            todo.set(todo.minus(1));
            stored.set(stored.plus(1));
            count.set(count.plus(1));
        });
        answer.write(
                stored.slice(0, answer.addressBits()),
                Word.mux(is(STORE), word.slice(0, 8), data),
                is(STORE).or(received));
    }

    /** The limit, then the beats of each stream, which begin a transfer if there are any. */
    private void start() {
        Bit bytes = is(LIMIT).or(is(BEATS));
        when(bytes, () -> fetched.set(fetched.not()));
        when(bytes.and(fetched), () -> at.set(at.plus(1)));
        when(is(LIMIT).and(fetched), () -> limit.set(Word.cat(receiver.payload, limit.slice(8, 32))));
        when(is(LIMIT).and(fetched).and(at.eq(LIMIT_BYTES - 1)), () -> {
            todo.set(Word.of(0, 16));
            go(BEATS);
        });
        when(is(BEATS).and(fetched), () -> {
            word.set(Word.cat(receiver.payload, word.slice(8, 24)));
            part.set(part.plus(1));
        });
        when(is(BEATS).and(fetched).and(part.eq(3)), () -> go(LOAD));
        when(is(LOAD), () -> {
            todo.set(todo.plus(1));
            go(BEATS);
        });
        Bit last = is(LOAD).and(todo.eq(streams.size() - 1)).named("last_load");
        when(last, () -> go(REPLY));
        clock.start.set(last);
        clock.limit.set(limit);
        clock.conditions.set(where.slice(0, 2));
    }

    private void reply() {
        Bit now = is(REPLY).and(sender.busy.not());
        when(now, () -> go(IDLE));
        Bit again = now.or(replay).named("answering");
        when(refuse.or(again), () -> {
            replySequence.set(receiver.sequence);
            replySession.set(receiver.session);
            replyCommand.set(receiver.command.or(Word.of(ANSWER, 8)));
            replyLength.set(Word.of(0, 16));
            replyCount.set(Word.of(0, 16));
            replyFlags.set(
                    Word.catLow(List.of(engineInterrupt().asWord(), clock.running.asWord(), clock.reached.asWord())));
        });
        when(again, () -> {
            replyCommand.set(answerCommand.or(Word.of(ANSWER, 8)));
            replyStatus.set(status);
            replyLength.set(stored);
            replyCount.set(count);
        });
        sender.start.set(next("send_answer", refuse.or(again)));
        sender.length.set(replyLength);
        sender.header.set(Word.catLow(List.of(
                replySequence,
                replyCommand,
                replySession,
                replyLength,
                replyStatus.resize(8),
                replyFlags.resize(8),
                replyCount)));
        sender.payload.set(answer.read(sender.payloadAddress, sender.payloadRead));
    }

    private void payload() {
        Bit fetches = is(FETCH).or(is(SEND)).or(is(LIMIT)).or(is(BEATS));
        receiver.payloadRead.set(fetches.and(fetched.not()));
        receiver.payloadAddress.set(at.slice(0, receiver.payloadAddress.width()));
    }
}
