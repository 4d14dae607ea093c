// SPDX-License-Identifier: Apache-2.0
// Memory behind an AXI4 master port of a design, and a watch on a port that numbers broken rules. Both have the calls of a stream
// (fluxmill_transactors.h); what is posted to a memory is a request in the layout of SimulatedMemory.java.
#pragma once
#include <array>
#include <deque>
#include <memory>
#include <unordered_map>

#include "fluxmill_transactors.h"

namespace fluxmill {

// An output that must stay 0.
template <class P, class D>
class Watch {
public:
    static constexpr bool isSink = false;
    Pauses pauses;
    void post(uint8_t*, uint64_t) {}
    uint64_t left() const { return 0; }
    uint64_t moved() const { return 0; }
    void drive(D&) {}
    void sample(D& d) {
        const uint32_t number = P::value(d);
        if (number != 0) violation(P::name, "rule " + std::to_string(number) + " is broken");
    }
    void rest(D&) {}
    void cancel(D&) {}
};

struct Burst {
    uint64_t address;
    uint32_t length, size, kind;
    uint64_t id, due;
};

// Address of a beat, and where its bytes are (ARM IHI 0022, A3.4.1).
inline uint64_t beatAddress(const Burst& b, uint32_t beat) {
    const uint64_t bytes = 1ull << b.size, start = b.address, aligned = start & ~(bytes - 1);
    if (b.kind == 0) return start;
    const uint64_t next = beat == 0 ? start : aligned + beat * bytes;
    if (b.kind != 2) return next;
    const uint64_t whole = bytes * (b.length + 1), low = start / whole * whole;
    return next >= low + whole ? next - whole : next;
}

// P: name, bytes, and accessors of the ports of each channel.
template <class P, class D>
class Memory {
public:
    static constexpr bool isSink = false;
    Pauses pauses;

    void post(uint8_t* request, uint64_t) {
        int64_t* words = reinterpret_cast<int64_t*>(request);
        uint8_t* bytes = request + 64;
        switch (words[0]) {
            case 0:
                for (int64_t i = 0; i < words[2]; ++i) at(static_cast<uint64_t>(words[1] + i)) = bytes[i];
                break;
            case 1:
                for (int64_t i = 0; i < words[2]; ++i) bytes[i] = peek(static_cast<uint64_t>(words[1] + i));
                break;
            case 2:
                latency_ = static_cast<uint64_t>(words[1]);
                extra_ = static_cast<uint64_t>(words[2]);
                random_.seed(static_cast<uint64_t>(words[3]) * 8 + 7);
                break;
            case 3:
                channels_[words[1]].set(static_cast<uint32_t>(words[2]), static_cast<uint64_t>(words[3]) * 8 + static_cast<uint64_t>(words[1]));
                break;
            case 4:
                if (words[3] == 0) errors_.clear();
                else errors_.push_back({static_cast<uint64_t>(words[1]), static_cast<uint64_t>(words[2]), static_cast<uint32_t>(words[3])});
                break;
            case 5: restart_ = true; break;
            case 6: memcpy(words + 1, counts_, sizeof counts_); break;
        }
    }
    uint64_t left() const { return 0; }
    uint64_t moved() const { return 0; }
    void rest(D&) {}
    void cancel(D& d) {
        (void)d;
    }

    void drive(D& d) {
        if (restart_) restart(d);
        ++now_;
        P::awready(d, writes_.size() < DEPTH && !channels_[0].now());
        P::wready(d, beats_.size() < 4096 && !channels_[1].now());
        P::arready(d, reads_.size() < DEPTH && !channels_[3].now());
        driveAnswer(d);
        driveRead(d);
    }
    void sample(D& d) {
        if (P::awvalid(d) && P::awready(d)) {
            writes_.push_back({P::awaddr(d), P::awlen(d), P::awsize(d), P::awburst(d), P::awid(d), 0});
            ++counts_[0];
        }
        if (P::wvalid(d) && P::wready(d)) take(d);
        if (P::arvalid(d) && P::arready(d)) {
            const uint64_t due = now_ + latency_ + (extra_ == 0 ? 0 : random_.next() % (extra_ + 1));
            reads_.push_back({P::araddr(d), P::arlen(d), P::arsize(d), P::arburst(d), P::arid(d), due});
            ++counts_[3];
        }
        if (bValid_ && P::bready(d)) {
            bValid_ = false;
            answers_.pop_front();
            ++counts_[2];
        }
        if (rValid_ && P::rready(d)) {
            rValid_ = false;
            ++counts_[4];
            if (readBeat_++ == reads_.front().length) {
                reads_.pop_front();
                readBeat_ = 0;
            }
        }
        finish();
    }

private:
    static constexpr size_t DEPTH = 32;
    static constexpr uint64_t PAGE = 4096;
    struct Beat {
        uint8_t data[P::bytes];
        uint64_t strobe;
    };
    struct Error {
        uint64_t from, to;
        uint32_t response;
    };
    struct Answer {
        uint64_t id, due;
        uint32_t response;
    };

    void restart(D& d) {
        restart_ = false;
        reads_.clear();
        writes_.clear();
        beats_.clear();
        answers_.clear();
        readBeat_ = 0;
        rValid_ = bValid_ = false;
        P::bvalid(d, false);
        P::rvalid(d, false);
    }
    uint8_t& at(uint64_t address) {
        auto& page = pages_[address / PAGE];
        if (!page) page = std::make_unique<std::array<uint8_t, PAGE>>(std::array<uint8_t, PAGE>{});
        return (*page)[address % PAGE];
    }
    uint8_t peek(uint64_t address) const {
        auto page = pages_.find(address / PAGE);
        return page == pages_.end() ? 0 : (*page->second)[address % PAGE];
    }
    uint32_t response(uint64_t address, uint64_t bytes) const {
        for (const Error& e : errors_)
            if (address <= e.to && address + bytes > e.from) return e.response;
        return 0;
    }
    void driveAnswer(D& d) {
        if (!bValid_ && !answers_.empty() && answers_.front().due <= now_ && !channels_[2].now()) {
            P::b(d, answers_.front().id, answers_.front().response);
            bValid_ = true;
        }
        P::bvalid(d, bValid_);
    }
    void driveRead(D& d) {
        if (!rValid_ && !reads_.empty() && reads_.front().due <= now_ && !channels_[4].now()) {
            const Burst& b = reads_.front();
            const uint64_t address = beatAddress(b, readBeat_), bytes = 1ull << b.size;
            uint8_t data[P::bytes] = {};
            const uint32_t code = response(address & ~(bytes - 1), bytes);
            const uint64_t end = (address & ~(bytes - 1)) + bytes;
            for (uint64_t a = address; code == 0 && a < end; ++a) data[a % P::bytes] = peek(a);
            P::r(d, b.id, data, code, readBeat_ == b.length);
            rValid_ = true;
        }
        P::rvalid(d, rValid_);
    }
    void take(D& d) {
        Beat beat;
        memcpy(beat.data, P::wdata(d), P::bytes);
        beat.strobe = P::wstrb(d);
        beats_.push_back(beat);
        ++counts_[1];
    }
    // A burst whose address and beats are here goes into the memory; beats with an error do not.
    void finish() {
        while (!writes_.empty() && beats_.size() > writes_.front().length) {
            const Burst b = writes_.front();
            writes_.pop_front();
            uint32_t worst = 0;
            for (uint32_t i = 0; i <= b.length; ++i) {
                const Beat& beat = beats_.front();
                const uint64_t address = beatAddress(b, i), base = address / P::bytes * P::bytes;
                const uint32_t code = response(address, 1ull << b.size);
                if (code > worst) worst = code;
                for (uint64_t k = 0; code == 0 && k < P::bytes; ++k)
                    if (beat.strobe >> k & 1) at(base + k) = beat.data[k];
                beats_.pop_front();
            }
            const uint64_t due = now_ + latency_ + (extra_ == 0 ? 0 : random_.next() % (extra_ + 1));
            answers_.push_back({b.id, due, worst});
        }
    }

    std::unordered_map<uint64_t, std::unique_ptr<std::array<uint8_t, PAGE>>> pages_;
    std::deque<Burst> reads_, writes_;
    std::deque<Beat> beats_;
    std::deque<Answer> answers_;
    std::vector<Error> errors_;
    Pauses channels_[5];  // AW, W, B, AR, R
    Random random_;
    uint64_t latency_ = 1, extra_ = 0, now_ = 0;
    uint64_t counts_[5] = {};  // of transfers, by channel
    uint32_t readBeat_ = 0;
    bool rValid_ = false, bValid_ = false, restart_ = true;
};

}  // namespace fluxmill
