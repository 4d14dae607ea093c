// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import static io.fluxmill.hw.host.link.LinkState.BEATS;
import static io.fluxmill.hw.host.link.LinkState.BUS_READ;
import static io.fluxmill.hw.host.link.LinkState.BUS_WRITE;
import static io.fluxmill.hw.host.link.LinkState.FETCH;
import static io.fluxmill.hw.host.link.LinkState.IDLE;
import static io.fluxmill.hw.host.link.LinkState.LIMIT;
import static io.fluxmill.hw.host.link.LinkState.LOAD;
import static io.fluxmill.hw.host.link.LinkState.READ;
import static io.fluxmill.hw.host.link.LinkState.RECEIVE;
import static io.fluxmill.hw.host.link.LinkState.REPLY;
import static io.fluxmill.hw.host.link.LinkState.SEND;
import static io.fluxmill.hw.host.link.LinkState.STORE;
import static io.fluxmill.hw.host.link.LinkState.WRITE;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.LinkCommand;
import io.fluxmill.core.protocol.LinkLayout;
import io.fluxmill.core.protocol.LinkStatus;
import io.fluxmill.core.protocol.RunCondition;
import io.fluxmill.core.protocol.RunFlag;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.host.EngineClock;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine behind a line of bytes, whose requests work on its registers, streams and clock; docs/uart-link.md is the contract. A request waits while
 * the answer before it is sent; {@code stored} bytes of payload stay for a repetition.
 */
public abstract class LinkTop extends LinkControl {
    private final Word word = reg(32);
    private final Word limit = reg(EngineClock.CYCLE_BITS);

    private final Word replySequence = reg(8);
    private final Word replySession = reg(16);
    private final Word replyCommand = reg(8);
    private final Word replyFlags = reg(RunFlag.values().length);
    private final Word replyLength = reg(countBits, 0);
    private final Word replyCount = reg(countBits);

    public LinkTop(LinkConfig config, Manifest manifest, RegisterMap map) {
        super(config, manifest, map);
        read();
        write();
        stream();
        start();
        reply();
        payload();
        transfers(drop, restart, i -> is(LOAD).and(wordsLeft.eq(i)).and(word.any()), word);
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

    private Bit engineAddress() {
        int bits = master.address.width();
        return address.slice(bits, 16 - bits).isZero();
    }

    private void access(LinkState following, Bit now) {
        when(now, () -> end(LinkStatus.NOTHING_THERE));
        when(now.and(engineAddress()), () -> begin(following));
        when(now.and(engineAddress()).and(clock.running), () -> end(LinkStatus.RUNNING));
        when(now.and(engineAddress()).and(stuck), () -> end(LinkStatus.ENGINE_SILENT));
    }

    private void read() {
        Bit ofLink = address.top().named("of_link");
        Bit next = is(READ).and(wordsLeft.any()).named("reading_next");
        Bit available = clock.running.not().and(stuck.not());
        window.index.set(address.slice(2, 13));
        access(BUS_READ, next.and(ofLink.not()).named("reading_engine"));
        when(next.and(ofLink).and(window.exists), () -> {
            word.set(window.value);
            go(STORE);
        });
        when(next.and(ofLink).and(window.exists.not()), () -> end(LinkStatus.NOTHING_THERE));
        when(is(READ).and(wordsLeft.isZero()), () -> go(REPLY));
        when(is(BUS_READ).and(master.done), () -> {
            word.set(master.readData);
            go(STORE);
        });
        failed(is(BUS_READ));
        when(is(STORE), () -> {
            word.set(Word.cat(Word.of(0, 8), word.slice(8, 24)));
            stored.set(stored.plus(1));
            byteIndex.set(byteIndex.plus(1));
        });
        when(is(STORE).and(byteIndex.eq(3)), () -> {
            wordsLeft.set(wordsLeft.minus(1));
            advance();
            go(READ);
        });
        Bit writeNow = is(FETCH).and(fetched).and(byteIndex.eq(3)).and(engineAddress());
        master.write.set(is(FETCH));
        master.address.set(address.slice(0, master.address.width()));
        master.writeData.set(Word.mux(is(FETCH), Word.cat(receiver.payload, word.slice(8, 24)), word));
        master.start.set(
                next.and(ofLink.not()).and(engineAddress()).or(writeNow).and(available));
    }

    private void advance() {
        Bit fixed = asks(LinkCommand.READ_FIXED).or(asks(LinkCommand.WRITE_FIXED));
        count.set(count.plus(1));
        when(fixed.not(), () -> address.set(address.plus(4)));
    }

    private void failed(Bit access) {
        when(access.and(master.done).and(master.error), () -> end(LinkStatus.ENGINE_ERROR));
        when(access.and(master.done).and(master.silent), () -> {
            stuck.set(Bit.of(true));
            end(LinkStatus.ENGINE_SILENT);
        });
    }

    private void write() {
        when(is(WRITE), () -> go(FETCH));
        when(is(WRITE).and(payloadIndex.resize(16).eq(receiver.length)), () -> go(REPLY));
        Bit last = is(FETCH).and(fetched).and(byteIndex.eq(3)).named("word_fetched");
        when(is(FETCH), () -> fetched.set(fetched.not()));
        when(is(FETCH).and(fetched), () -> {
            word.set(Word.cat(receiver.payload, word.slice(8, 24)));
            payloadIndex.set(payloadIndex.plus(1));
            byteIndex.set(byteIndex.plus(1));
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
        Bit pop = is(RECEIVE).and(wordsLeft.any()).named("popping");
        for (int i = 0; i < streams.size(); i++) {
            Bit selected = address.eq(i).named("selected_" + i);
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
        Bit sending = is(SEND).and(fetched.not()).named("sending");
        when(sending, () -> fetched.set(Bit.of(true)));
        when(
                sending.and(payloadIndex
                        .resize(16)
                        .eq(receiver.length)
                        .or(Bit.anyOf(rooms).not())),
                () -> {
                    fetched.set(Bit.of(false));
                    go(REPLY);
                });
        when(push, () -> {
            fetched.set(Bit.of(false));
            payloadIndex.set(payloadIndex.plus(1));
            count.set(count.plus(1));
        });
        Bit received = pop.and(Bit.anyOf(filled)).named("received");
        when(is(RECEIVE).and(received.not()), () -> go(REPLY));
        when(received, () -> {
            wordsLeft.set(wordsLeft.minus(1));
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
        Bit bytes = is(LIMIT).or(is(BEATS)).named("takes_bytes");
        when(bytes, () -> fetched.set(fetched.not()));
        when(bytes.and(fetched), () -> payloadIndex.set(payloadIndex.plus(1)));
        when(is(LIMIT).and(fetched), () -> limit.set(Word.cat(receiver.payload, limit.slice(8, 32))));
        when(is(LIMIT).and(fetched).and(payloadIndex.eq(LinkLayout.LIMIT_BYTES - 1)), () -> {
            wordsLeft.set(Word.of(0, countBits));
            go(BEATS);
        });
        when(is(BEATS).and(fetched), () -> {
            word.set(Word.cat(receiver.payload, word.slice(8, 24)));
            byteIndex.set(byteIndex.plus(1));
        });
        when(is(BEATS).and(fetched).and(byteIndex.eq(3)), () -> go(LOAD));
        when(is(LOAD), () -> {
            wordsLeft.set(wordsLeft.plus(1));
            go(BEATS);
        });
        Bit last = is(LOAD).and(wordsLeft.eq(streams.size() - 1)).named("last_load");
        when(last, () -> go(REPLY));
        clock.start.set(last);
        clock.limit.set(limit);
        clock.conditions.set(address.slice(0, RunCondition.COUNT));
    }

    private void reply() {
        Bit now = is(REPLY).and(sender.busy.not()).named("replying");
        when(now, () -> go(IDLE));
        Bit again = now.or(replay).named("answering");
        when(refuse.or(again), () -> {
            replySequence.set(receiver.sequence);
            replySession.set(receiver.session);
            replyCommand.set(receiver.command.or(Word.of(LinkCommand.ANSWER, 8)));
            replyLength.set(Word.of(0, countBits));
            replyCount.set(Word.of(0, countBits));
            replyFlags.set(
                    Word.catLow(List.of(engineInterrupt().asWord(), clock.running.asWord(), clock.reached.asWord())));
        });
        when(again, () -> {
            replyCommand.set(answerCommand.or(Word.of(LinkCommand.ANSWER, 8)));
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
                replyLength.resize(16),
                replyStatus.resize(8),
                replyFlags.resize(8),
                replyCount.resize(16))));
        sender.payload.set(answer.read(sender.payloadAddress, sender.payloadRead));
    }

    private void payload() {
        Bit fetches = is(FETCH).or(is(SEND)).or(is(LIMIT)).or(is(BEATS));
        receiver.payloadRead.set(fetches.and(fetched.not()));
        receiver.payloadAddress.set(payloadIndex.slice(0, receiver.payloadAddress.width()));
    }
}
